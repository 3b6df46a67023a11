import { Plus, Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Checkbox, RadioGroup, SegmentedControl, Switch } from '@/components/ui/choice';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { DateInput, Input, PasswordInput, Textarea } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Row, Sample, Samples } from './sample';

const exercises: ComboboxOption[] = [
  { value: 'squat', label: 'Back squat', detail: 'Barbell, quadriceps' },
  { value: 'front', label: 'Front squat', detail: 'Barbell, quadriceps' },
  { value: 'rdl', label: 'Romanian deadlift', detail: 'Barbell, hamstrings' },
  { value: 'row', label: 'Chest-supported row', detail: 'Dumbbell, back' },
];

async function slowSearch(query: string): Promise<ComboboxOption[]> {
  await new Promise((resolve) => setTimeout(resolve, 600));
  return exercises.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase()));
}

function Buttons() {
  return (
    <Sample title="Button">
      <Row>
        <Button variant="primary">Add client</Button>
        <Button>Message</Button>
        <Button variant="quiet">See all 7</Button>
        <Button variant="danger">Archive</Button>
      </Row>
      <Row>
        <Button variant="primary" size="sm" icon={<Plus size={15} aria-hidden />}>
          Add
        </Button>
        <Button size="sm">Shift week</Button>
        <Button variant="primary" busy>
          Saving
        </Button>
        <Button disabled>Disabled</Button>
        <IconButton label="Delete" variant="outline">
          <Trash2 size={17} aria-hidden />
        </IconButton>
        <IconButton label="Search">
          <Search size={17} aria-hidden />
        </IconButton>
      </Row>
      <Button variant="primary" size="lg">
        Start workout
      </Button>
    </Sample>
  );
}

function TextFields() {
  return (
    <Sample title="Text">
      <Field label="First name" help="As it should appear to others." required>
        <Input defaultValue="Amara" autoComplete="off" />
      </Field>
      <Field label="E-mail" error="This address is already in use.">
        <Input type="email" defaultValue="amara@" autoComplete="off" />
      </Field>
      <Field label="Search" hideLabel>
        <Input placeholder="Search clients" leading={<Search size={16} aria-hidden />} />
      </Field>
      <Field label="Password">
        <PasswordInput defaultValue="a long password" autoComplete="off" />
      </Field>
      <Field label="Notes" optional>
        <Textarea placeholder="Anything to keep in mind" />
      </Field>
      <Field label="Not yours to change">
        <Input disabled defaultValue="North Barbell" />
      </Field>
    </Sample>
  );
}

function Choosing() {
  const [trainer, setTrainer] = useState<'nora' | 'sam' | ''>('');
  const [exercise, setExercise] = useState<ComboboxOption | null>(null);
  const [found, setFound] = useState<ComboboxOption | null>(exercises[0] ?? null);
  return (
    <Sample title="Choosing">
      <Field label="Trainer">
        <Select
          value={trainer}
          onValueChange={setTrainer}
          placeholder="Nobody yet"
          options={[
            { value: 'nora', label: 'Nora Berg' },
            { value: 'sam', label: 'Sam Ortiz' },
          ]}
        />
      </Field>
      <Field label="Exercise">
        <Combobox value={exercise} onValueChange={setExercise} options={exercises} clearable />
      </Field>
      <Field label="Exercise, from the server" help="Answers after 600 ms.">
        <Combobox value={found} onValueChange={setFound} search={slowSearch} clearable />
      </Field>
      <Field label="Starts on">
        <DateInput defaultValue="2026-11-23" />
      </Field>
    </Sample>
  );
}

function Numbers() {
  const [load, setLoad] = useState<number | null>(82.5);
  const [reps, setReps] = useState<number | null>(10);
  return (
    <Sample title="Numbers">
      <div className="grid grid-cols-2 gap-3">
        <Field label="Load">
          <NumberInput value={load} onChange={setLoad} step={2.5} min={0} unit="kg" name="load" />
        </Field>
        <Field label="Reps">
          <NumberInput value={reps} onChange={setReps} min={1} max={30} name="reps" />
        </Field>
      </div>
    </Sample>
  );
}

function Choices() {
  const [checked, setChecked] = useState(true);
  const [on, setOn] = useState(true);
  const [mode, setMode] = useState<'dynamic' | 'static'>('dynamic');
  const [view, setView] = useState<'week' | 'month'>('week');
  return (
    <Sample title="Choices">
      <Checkbox label="Warm-up set" checked={checked} onCheckedChange={setChecked} />
      <Checkbox
        label="Some of them"
        checked="indeterminate"
        onCheckedChange={() => setChecked(true)}
      />
      <Checkbox label="Disabled" disabled checked={false} onCheckedChange={setChecked} />
      <Switch
        label="Reminders"
        help="An hour before a planned workout."
        checked={on}
        onCheckedChange={setOn}
      />
      <RadioGroup
        label="Progress"
        value={mode}
        onValueChange={setMode}
        options={[
          { value: 'dynamic', label: 'By completion', help: 'The week advances when it is done.' },
          { value: 'static', label: 'By the trainer', help: 'You move it on.' },
        ]}
      />
      <SegmentedControl
        label="View"
        value={view}
        onValueChange={setView}
        options={[
          { value: 'week', label: 'Week' },
          { value: 'month', label: 'Month' },
        ]}
      />
    </Sample>
  );
}

export function ControlsKit() {
  return (
    <Samples>
      <Buttons />
      <Choosing />
      <TextFields />
      <Choices />
      <Numbers />
    </Samples>
  );
}
