/** The places of a policy file that hold keys, and which keys each knows. */
import * as jiraSchema from './jira-schema.ts';
import type { KeyGroup, Path } from './language.ts';
import * as schema from './schema.ts';

const { policy, gate } = schema;
const inPolicy = policy.shape;
const inGate = gate.shape;

const keyGroups = {
  policy: {
    name: 'a policy',
    known: Object.keys(inPolicy),
  },
  role: { name: 'a role', known: Object.keys(schema.role.shape) },
  gate: { name: 'a gate', known: Object.keys(inGate) },
  approve: { name: '"approve"', known: Object.keys(schema.ruleObject.shape) },
  requires: { name: '"requires"', known: Object.keys(inGate.requires.unwrap().shape) },
  'ready-when': { name: '"ready-when"', known: Object.keys(inGate['ready-when'].unwrap().shape) },
  covers: { name: '"covers"', known: Object.keys(inGate.covers.unwrap().shape) },
  when: { name: '"when"', known: Object.keys(inGate.when.unwrap().shape) },
  'applies-to': { name: '"applies-to"', known: Object.keys(inPolicy['applies-to'].unwrap().shape) },
  exempt: { name: '"exempt"', known: Object.keys(inPolicy.exempt.unwrap().shape) },
  work: { name: '"work"', known: Object.keys(inPolicy.work.unwrap().shape) },
  'pull-requests': {
    name: '"pull-requests"',
    known: Object.keys(inPolicy['pull-requests'].unwrap().shape),
  },
  people: {
    name: 'an entry of "people"',
    known: Object.keys(schema.person.shape),
  },
  jira: { name: '"jira"', known: Object.keys(jiraSchema.jira.shape) },
  sign: { name: 'a gate in Jira', known: Object.keys(jiraSchema.sign.shape) },
  holders: { name: '"jira" of a role', known: Object.keys(jiraSchema.holders.shape) },
  transitions: { name: '"transitions"', known: Object.keys(jiraSchema.transitions.shape) },
  resolutions: { name: '"resolutions"', known: Object.keys(jiraSchema.resolutions.shape) },
  reminders: { name: '"reminders"', known: Object.keys(inPolicy.reminders.unwrap().shape) },
  texts: { name: '"texts"', known: Object.keys(schema.texts.shape) },
  calendar: { name: '"calendar"', known: Object.keys(schema.calendar.shape) },
} as const satisfies Record<string, KeyGroup>;

export const allKeyGroups: readonly KeyGroup[] = Object.values(keyGroups);

/** The place that a path leads to. */
export function keyGroupAt(path: Path): KeyGroup {
  const [first, second, third] = path;
  if (first === undefined) return keyGroups.policy;
  if (first === 'roles') return third === 'jira' ? keyGroups.holders : keyGroups.role;
  if (first === 'jira' && second === 'gates') return keyGroups.sign;
  if (first === 'jira' && second === 'transitions') return keyGroups.transitions;
  if (first === 'jira' && second === 'resolutions') return keyGroups.resolutions;
  if (first === 'reminders' && second === 'calendar') return keyGroups.calendar;
  if (first !== 'gates')
    return Object.hasOwn(keyGroups, first) ? keyGroups[first as keyof typeof keyGroups] : keyGroups.policy;
  const inGates = ['approve', 'requires', 'ready-when', 'covers', 'when'] as const;
  return keyGroups[inGates.find((key) => key === third) ?? 'gate'];
}
