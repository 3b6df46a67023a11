import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { messageOf } from '@/api/errors';
import type { ConsentOut } from '@/api/generated';
import { reloadMe, useSession } from '@/api/session';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/display';
import { leaveForLater, putOff } from '@/lib/put-off';
import { toast } from '@/lib/toasts';
import { consentsQuery, decide } from './consents';

interface ConsentsAskedProps {
  /** The room that a question takes. */
  className: string;
  /** Keeps that room until it is known what is asked. */
  waiting: ReactNode;
}

/**
 * What one has yet to decide: changed terms, and what law wants an answer of its own for. Each is a question by itself,
 * with nothing chosen beforehand; "Later" asks no more, and the studio sees that nothing was decided.
 */
export function ConsentsAsked({ className, waiting }: ConsentsAskedProps) {
  const { member_id: member } = useSession();
  const { data, isPending } = useQuery(consentsQuery);
  const [later, setLater] = useState(putOff);
  const name = ({ kind, version }: ConsentOut) => `${member}:${kind}:${version}`;
  const asked = data?.items.filter((item) => item.due && !later.includes(name(item))) ?? [];
  const leave = (item: ConsentOut) => {
    leaveForLater(name(item));
    setLater(putOff());
  };
  // One at a time: what the person came for stays within reach below it.
  const [next] = asked;
  if (!next) return isPending ? waiting : null;
  return (
    <Question
      key={next.kind}
      className={className}
      item={next}
      left={asked.length}
      onLater={() => leave(next)}
    />
  );
}

interface QuestionProps {
  className: string;
  item: ConsentOut;
  /** How many wait, with this one. */
  left: number;
  onLater: () => void;
}

function Question({ className, item, left, onLater }: QuestionProps) {
  const queries = useQueryClient();
  const decision = useMutation({
    mutationFn: (given: boolean) => decide(item.kind, item.version, given),
    onSuccess: () => reloadMe(),
    onError: (error) => toast(messageOf(error), { tone: 'bad' }),
    // The text may have changed once more meanwhile.
    onSettled: () => queries.invalidateQueries({ queryKey: ['privacy'] }),
  });
  const busy = (given: boolean) => decision.isPending && decision.variables === given;
  return (
    <Card aria-label={item.title} className={className}>
      <CardHeader title={item.title}>
        {left > 1 && (
          <span className="shrink-0 text-sm text-faint tabular-nums">
            {left - 1} more after this
          </span>
        )}
      </CardHeader>
      <div className="flex flex-col gap-3 px-4 pb-4">
        <p className="text-sm text-soft">{why(item)}</p>
        <p>{item.text}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            variant={item.needed ? 'primary' : 'outline'}
            busy={busy(true)}
            disabled={decision.isPending}
            onClick={() => decision.mutate(true)}
          >
            {item.needed ? 'Accept' : 'Yes, they may'}
          </Button>
          {!item.needed && (
            <Button
              busy={busy(false)}
              disabled={decision.isPending}
              onClick={() => decision.mutate(false)}
            >
              No
            </Button>
          )}
          <Button variant="quiet" disabled={decision.isPending} onClick={onLater}>
            Later
          </Button>
        </div>
      </div>
    </Card>
  );
}

function why({ needed, decided_version: before, version }: ConsentOut): string {
  if (before !== null)
    return `This text has changed. You decided on version ${before}; this is version ${version}.`;
  return needed
    ? `You have not accepted this yet. Version ${version}.`
    : 'You are free to say no, and to change your mind under Privacy.';
}
