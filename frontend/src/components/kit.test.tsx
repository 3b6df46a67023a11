import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { type ReactNode, useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { Calendar } from './calendar/calendar';
import { Chart } from './charts/chart';
import { HeatGrid } from './charts/heat-grid';
import { applyServerErrors } from './form/server-errors';
import { Palette } from './layout/palette';
import { EmptyState, ErrorState } from './states/states';
import { Button } from './ui/button';
import { Checkbox, RadioGroup, SegmentedControl, Switch } from './ui/choice';
import { Combobox, type ComboboxOption } from './ui/combobox';
import { useConfirm } from './ui/confirm';
import { Chip, initialsOf, ProgressBar } from './ui/display';
import { Field } from './ui/field';
import { Input, PasswordInput } from './ui/input';
import { NumberInput } from './ui/number-input';
import { ResponsiveDialog } from './ui/overlay';
import { Select } from './ui/select';

/** A dialog that is opened by state, as most are. */
function Opened({ children }: { children?: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <ResponsiveDialog
        open={open}
        onOpenChange={setOpen}
        title="Rename"
        footer={<Button onClick={() => setOpen(false)}>Cancel</Button>}
      >
        {children}
      </ResponsiveDialog>
    </>
  );
}

/** Rules that jsdom can judge: colours need a layout (testing/tokens.test.ts has them), landmarks a page. */
async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const squats: ComboboxOption[] = [
  { value: 'back', label: 'Back squat' },
  { value: 'front', label: 'Front squat' },
];

function Numbers({ onValue }: { onValue: (value: number | null) => void }) {
  const [value, setValue] = useState<number | null>(82.5);
  return (
    <Field label="Load">
      <NumberInput
        value={value}
        step={2.5}
        min={0}
        unit="kg"
        name="load"
        onChange={(next) => {
          setValue(next);
          onValue(next);
        }}
      />
    </Field>
  );
}

function Asking({ onAnswer }: { onAnswer: (yes: boolean) => void }) {
  const { confirm, confirmDialog } = useConfirm();
  const ask = () => void confirm({ title: 'Archive Mia?', action: 'Archive' }).then(onAnswer);
  return (
    <>
      <button type="button" onClick={ask}>
        Ask
      </button>
      {confirmDialog}
    </>
  );
}

describe('accessibility', () => {
  it.each([
    [
      'fields',
      <Field key="f" label="E-mail" error="Taken">
        <Input />
      </Field>,
    ],
    [
      'password',
      <Field key="p" label="Password">
        <PasswordInput />
      </Field>,
    ],
    [
      'select',
      <Field key="s" label="Trainer">
        <Select options={[{ value: 'a', label: 'Ada' }]} />
      </Field>,
    ],
    ['number', <Numbers key="n" onValue={() => undefined} />],
    ['checkbox', <Checkbox key="c" label="Warm-up" checked onCheckedChange={() => undefined} />],
    ['switch', <Switch key="w" label="Reminders" checked onCheckedChange={() => undefined} />],
    [
      'radios',
      <RadioGroup
        key="r"
        label="Mode"
        value="a"
        onValueChange={() => undefined}
        options={[{ value: 'a', label: 'A', help: 'h' }]}
      />,
    ],
    [
      'segments',
      <SegmentedControl
        key="g"
        label="View"
        value="a"
        onValueChange={() => undefined}
        options={[{ value: 'a', label: 'A' }]}
      />,
    ],
    [
      'combobox',
      <Field key="b" label="Exercise">
        <Combobox value={null} onValueChange={() => undefined} options={squats} />
      </Field>,
    ],
    [
      'chip',
      <Chip key="h" onRemove={() => undefined} removeLabel="status">
        Active
      </Chip>,
    ],
    ['progress', <ProgressBar key="o" value={0.4} label="Upper B" />],
    ['empty', <EmptyState key="e" title="No clients yet" />],
    ['error', <ErrorState key="x" error={new Error('x')} onRetry={() => undefined} />],
    [
      'chart',
      <Chart
        key="t"
        title="1RM"
        summary="Up"
        format={String}
        points={[
          { x: 0, y: 1, label: 'a' },
          { x: 1, y: 3, label: 'b' },
        ]}
      />,
    ],
    [
      'calendar',
      <Calendar
        key="l"
        label="Plan"
        today="2026-11-20"
        value="2026-11-20"
        onValueChange={() => undefined}
      />,
    ],
    [
      'heat',
      <HeatGrid
        key="y"
        today="2026-11-20"
        rows={[{ id: '1', name: 'Mia', days: [1, null, 0], share: 0.5 }]}
      />,
    ],
    ['palette', <Palette key="z" onClose={() => undefined} />],
  ])('%s', async (_, element) => {
    render(element);
    expect(await violations()).toEqual([]);
  });
});

describe('Field', () => {
  it('ties label, error and state to the control', () => {
    render(
      <Field label="E-mail" help="For the invitation" error="Taken">
        <Input />
      </Field>,
    );
    const input = screen.getByLabelText('E-mail');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Taken',
    );
    expect(screen.queryByText('For the invitation')).toBeNull();
  });
});

describe('Button', () => {
  it('keeps the focus and swallows clicks while busy', async () => {
    const onClick = vi.fn();
    render(
      <Button busy onClick={onClick}>
        Save
      </Button>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onClick).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toContain('Save');
  });
});

describe('NumberInput', () => {
  it('steps by keys and buttons, and takes a comma', async () => {
    const onValue = vi.fn();
    render(<Numbers onValue={onValue} />);
    const input = screen.getByLabelText('Load');
    await userEvent.click(screen.getByRole('button', { name: 'Increase load' }));
    expect(onValue).toHaveBeenLastCalledWith(85);
    await userEvent.type(input, '{ArrowDown}');
    expect(onValue).toHaveBeenLastCalledWith(82.5);
    await userEvent.clear(input);
    await userEvent.type(input, '77,5');
    expect(onValue).toHaveBeenLastCalledWith(77.5);
  });
});

describe('Combobox', () => {
  it('filters, moves and takes by keyboard', async () => {
    const onValueChange = vi.fn();
    render(
      <Field label="Exercise">
        <Combobox value={null} onValueChange={onValueChange} options={squats} />
      </Field>,
    );
    await userEvent.type(screen.getByRole('combobox'), 'squ{ArrowDown}{Enter}');
    expect(onValueChange).toHaveBeenCalledWith(squats[1]);
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('leaves the choice as it was on Escape', async () => {
    const onValueChange = vi.fn();
    render(
      <Field label="Exercise">
        <Combobox value={squats[0] ?? null} onValueChange={onValueChange} options={squats} />
      </Field>,
    );
    await userEvent.type(screen.getByRole('combobox'), 'fro{Escape}');
    expect(onValueChange).not.toHaveBeenCalled();
    expect(screen.getByRole<HTMLInputElement>('combobox').value).toBe('Back squat');
  });
});

describe('Calendar', () => {
  it('moves by day, week and month with keys', async () => {
    const onValueChange = vi.fn();
    render(
      <Calendar label="Plan" today="2026-11-20" value="2026-11-20" onValueChange={onValueChange} />,
    );
    within(screen.getByRole('table')).getByRole('button', { pressed: true }).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowUp}{PageDown}{Home}');
    expect(onValueChange.mock.calls.flat()).toEqual([
      '2026-11-21',
      '2026-11-13',
      '2026-12-20',
      '2026-11-16',
    ]);
  });
});

describe('Chart', () => {
  it('reads points out by arrow keys and offers them as a table', async () => {
    render(
      <Chart
        title="1RM"
        summary="Up"
        format={(v) => `${v} kg`}
        points={[
          { x: 0, y: 100, label: '1 Nov' },
          { x: 1, y: 105, label: '8 Nov', marked: true },
        ]}
      />,
    );
    screen.getByRole('img', { name: '1RM' }).focus();
    await userEvent.keyboard('{End}');
    expect(screen.getByRole('status').textContent).toBe('8 Nov: 105 kg, a record');
    await userEvent.click(screen.getByRole('button', { name: 'Show table' }));
    expect(screen.getAllByRole('row')).toHaveLength(3);
  });
});

describe('useConfirm', () => {
  it.each([
    ['Archive', true],
    ['Cancel', false],
  ])('answers %s', async (press, expected) => {
    const answered = vi.fn();
    render(<Asking onAnswer={answered} />);
    await userEvent.click(screen.getByRole('button', { name: 'Ask' }));
    await userEvent.click(screen.getByRole('button', { name: press }));
    expect(answered).toHaveBeenCalledWith(expected);
  });
});

describe('applyServerErrors', () => {
  it('finds fields by pointer and leaves the rest on the form', () => {
    const setError = vi.fn();
    const form = { setError, getValues: (() => ({ email: '', address: { city: '' } })) as never };
    const problem = { type: '', title: 'Invalid', status: 422, code: 'invalid' };
    const errors = [
      { pointer: '/address/city', message: 'Unknown' },
      { pointer: '/nowhere', message: 'Too many clients.' },
    ];
    applyServerErrors(form, new ApiError({ ...problem, errors }));
    expect(setError.mock.calls.map(([name, { message }]) => [name, message])).toEqual([
      ['address.city', 'Unknown'],
      ['root', 'Too many clients.'],
    ]);
  });
});

describe('initialsOf', () => {
  it.each([
    ['João Martins', 'JM'],
    ['Cher', 'C'],
    ['Anna van der Berg', 'AB'],
    ['', ''],
  ])('%s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('a dialog', () => {
  it('begins at its first field, without one at itself, and gives the focus back', async () => {
    const view = render(
      <Opened>
        <input aria-label="Name" />
      </Opened>,
    );
    const opener = screen.getByRole('button', { name: 'Open' });
    await userEvent.click(opener);
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(opener);
    view.rerender(<Opened />);
    await userEvent.click(opener);
    // Not at a button: a key that was meant for the page would press it.
    expect(document.activeElement).toBe(screen.getByRole('dialog'));
  });

  it('calls no keyboard over itself on a phone', async () => {
    vi.spyOn(globalThis, 'matchMedia').mockImplementation(
      (media) =>
        ({
          matches: media === '(pointer: coarse)',
          media,
          addEventListener: () => {},
          removeEventListener: () => {},
        }) as unknown as MediaQueryList,
    );
    render(
      <Opened>
        <input aria-label="Name" />
      </Opened>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(document.activeElement).toBe(screen.getByRole('dialog'));
    vi.restoreAllMocks();
  });
});
