/** The places of a policy file that hold keys: which keys each knows, and which come in later versions. */
import * as schema from './schema.ts';

export type Path = readonly PropertyKey[];

type Place = { readonly name: string; readonly known: readonly string[]; readonly later: readonly string[] };

const { policy, gate } = schema;
const inPolicy = policy.shape;
const inGate = gate.shape;

const places = {
  policy: {
    name: 'a policy',
    known: Object.keys(inPolicy),
    later: ['extends', 'people', 'reminders', 'jira', 'texts'],
  },
  role: { name: 'a role', known: Object.keys(schema.role.shape), later: ['jira'] },
  gate: {
    name: 'a gate',
    known: Object.keys(inGate),
    later: ['covers', 'when', 'deadline', 'waive', 'locked'],
  },
  approve: { name: '"approve"', known: Object.keys(schema.ruleObject.shape), later: [] },
  requires: {
    name: '"requires"',
    known: Object.keys(inGate.requires.unwrap().shape),
    later: ['consent', 'criteria', 'sub-issues'],
  },
  'ready-when': { name: '"ready-when"', known: Object.keys(inGate['ready-when'].unwrap().shape), later: [] },
  'applies-to': {
    name: '"applies-to"',
    known: Object.keys(inPolicy['applies-to'].unwrap().shape),
    later: [],
  },
  exempt: { name: '"exempt"', known: Object.keys(inPolicy.exempt.unwrap().shape), later: [] },
  work: { name: '"work"', known: Object.keys(inPolicy.work.unwrap().shape), later: [] },
  'pull-requests': {
    name: '"pull-requests"',
    known: Object.keys(inPolicy['pull-requests'].unwrap().shape),
    later: [],
  },
} as const satisfies Record<string, Place>;

export const everywhere: readonly Place[] = Object.values(places);

/** The place that a path leads to. */
export function placeAt(path: Path): Place {
  const [first, , third] = path;
  if (first === undefined) return places.policy;
  if (first === 'roles') return places.role;
  if (first !== 'gates')
    return Object.hasOwn(places, first) ? places[first as keyof typeof places] : places.policy;
  if (third === undefined) return places.gate;
  return third === 'approve' || third === 'requires' || third === 'ready-when' ? places[third] : places.gate;
}
