import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useRef } from 'react';
import {
  Controller,
  type ControllerRenderProps,
  type DefaultValues,
  type FieldValues,
  FormProvider,
  type Path,
  type SubmitHandler,
  type UseFormReturn,
  useForm,
  useFormContext,
} from 'react-hook-form';
import type { ZodMiniType } from 'zod/mini';
import { Button, type ButtonProps } from '@/components/ui/button';
import { Field, type FieldProps } from '@/components/ui/field';
import { cx } from '@/lib/cx';
import { applyServerErrors } from './server-errors';

export interface AppFormOptions<T extends FieldValues> {
  /** Of `zod/mini`; every rule needs its own message, since mini brings none. */
  schema: ZodMiniType<T, T>;
  defaultValues: DefaultValues<T>;
}

/** A form that checks a field when it is left, and from its first error on with every key. */
export function useAppForm<T extends FieldValues>({ schema, defaultValues }: AppFormOptions<T>) {
  return useForm<T, unknown, T>({
    resolver: standardSchemaResolver<T, unknown, T>(schema),
    defaultValues,
    mode: 'onTouched',
  });
}

export interface FormProps<T extends FieldValues> {
  form: UseFormReturn<T, unknown, T>;
  /** Sends the values; what it throws lands on the fields. After it, the values count as saved. */
  onSubmit: SubmitHandler<T>;
  /** Asks before leaving with unsaved values. Off for short forms such as sign-in. */
  guard?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}

export function Form<T extends FieldValues>({
  form,
  onSubmit,
  guard = false,
  id,
  className,
  children,
}: FormProps<T>) {
  const { errors } = form.formState;
  // A second click can come before the button shows that it is busy; one outside the form may never show it.
  const sending = useRef(false);
  const send = form.handleSubmit(async (values, event) => {
    try {
      await onSubmit(values, event);
      form.reset(values);
    } catch (error) {
      applyServerErrors(form, error);
    }
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    try {
      await send(event);
    } finally {
      sending.current = false;
    }
  };
  return (
    <FormProvider {...form}>
      <form
        noValidate
        id={id}
        onSubmit={(event) => void submit(event)}
        className={cx('flex flex-col gap-4', className)}
      >
        {errors.root?.message && (
          <p role="alert" className="rounded-control bg-bad-wash px-3 py-2.5 text-bad-ink">
            {errors.root.message}
          </p>
        )}
        {children}
        {guard && <LeaveGuard />}
      </form>
    </FormProvider>
  );
}

function LeaveGuard() {
  const { formState } = useFormContext();
  const dirty = formState.isDirty && !formState.isSubmitting && !formState.isSubmitSuccessful;
  useBlocker({
    // The browser's own question: the only one that can also stop a closing tab.
    shouldBlockFn: () =>
      dirty && !window.confirm('Leave without saving? What you typed here is lost.'),
    enableBeforeUnload: () => dirty,
  });
  return null;
}

export interface FormFieldProps<T extends FieldValues>
  extends Omit<FieldProps, 'children' | 'error'> {
  name: Path<T>;
  /** Gets `value`, `onChange`, `onBlur`, `name` and `ref` for the control. */
  children: (field: ControllerRenderProps<T, Path<T>>) => ReactNode;
}

/** Label, control, help and error of one value: `<FormField<Values> name="email" label="E-mail">{(f) => <Input {...f} />}</FormField>`. */
export function FormField<T extends FieldValues>({ name, children, ...rest }: FormFieldProps<T>) {
  return (
    <Controller<T, Path<T>>
      name={name}
      render={({ field, fieldState }) => (
        <Field {...rest} error={fieldState.error?.message}>
          {children(field)}
        </Field>
      )}
    />
  );
}

/** Busy while the form is sent. Always enabled otherwise: pressing it shows what is missing. */
export function SubmitButton({ variant = 'primary', ...rest }: ButtonProps) {
  const { formState } = useFormContext();
  return <Button {...rest} type="submit" variant={variant} busy={formState.isSubmitting} />;
}
