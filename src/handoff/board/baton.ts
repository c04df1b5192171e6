/** A gate that waits, with the people that the card names for it. */
import { personOf } from '../history/index.ts';
import type { Baton, GateVerdict } from '../verdict.ts';
import { notAskedActors, peopleWhoCanAct, type Setting } from '../words/index.ts';
import { mostPeople, type BoardBaton } from './entry.ts';

export function batonOf(
  setting: Setting,
  verdict: GateVerdict,
  { since, deadline, leads }: Pick<Baton, 'since' | 'leads'> & Pick<BoardBaton, 'deadline'>,
): BoardBaton {
  const { gate, status, holders } = verdict;
  return {
    gate: gate.name,
    title: gate.title,
    rank: setting.policy.gates.findIndex(({ name }) => name === gate.name),
    status,
    roles: holders,
    people: peopleWhoCanAct(setting, verdict).slice(0, mostPeople),
    except: notAskedActors(setting, verdict).map(personOf),
    since,
    deadline,
    leads,
  };
}
