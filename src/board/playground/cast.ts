/** Who takes part in an example of a policy: those whom it names, and stand-ins for its teams. */
import type { Cast } from '../../examples/index.ts';
import type { ApproveRule, Policy, Role } from '../../policy/index.ts';
import { rolesOf } from '../../policy/index.ts';
import { textKey } from '../../same-text.ts';

const names = [
  'maria',
  'anton',
  'quinn',
  'paul',
  'lena',
  'omar',
  'sofia',
  'david',
  'noor',
  'emil',
  'ines',
  'kofi',
  'yuki',
  'tomas',
  'aisha',
  'felix',
  'greta',
  'hugo',
  'ravi',
  'zoe',
];
/** Somebody without a role, like most people who report something. */
const outsider = ['rita', 'nils', 'uma'];

/** Stand-ins for at most so many roles: a policy may have hundreds. */
const mostRoles = 12;

/** Roles by login: one for each role, and a second for those who approve, whose own work somebody else may have to approve. */
export function standInsFor(policy: Pick<Policy, 'roles' | 'gates' | 'exempt'>): Cast {
  const taken = new Set(
    [
      ...policy.roles.flatMap(({ members }) =>
        members.flatMap((each) => (each.kind === 'login' ? [each.login] : [])),
      ),
      ...policy.exempt.authors,
    ].map(textKey),
  );
  const free = names.filter((name) => !taken.has(name));
  const roles = policy.roles.slice(0, mostRoles);
  const approving = new Set(policy.gates.flatMap(({ approve }) => rolesOf(approve)));
  const cast: Record<string, readonly string[]> = {};
  const add = ({ name }: Role): void => {
    const login = free.shift();
    if (login !== undefined) cast[login] = [name];
  };
  const missing = new Map(roles.map((role) => [role, neededIn(role, policy, approving) - peopleIn(role)]));
  for (let round = 0; round < 3; round += 1)
    for (const role of roles) if ((missing.get(role) ?? 0) > round) add(role);
  const stranger = outsider.find((name) => !taken.has(name));
  return stranger === undefined ? cast : { ...cast, [stranger]: [] };
}

const peopleIn = ({ members }: Role): number =>
  members.filter((each) => each.kind === 'login' && !each.login.endsWith('[bot]')).length;

function neededIn(
  { name, members }: Role,
  { gates }: Pick<Policy, 'gates'>,
  approving: ReadonlySet<string>,
): number {
  // A role that names its people has those, and no others.
  if (members.length > 0 && members.every(({ kind }) => kind === 'login')) return 0;
  const most = Math.max(1, ...gates.map(({ approve }) => countOf(approve, name)));
  return Math.min(3, Math.max(most, approving.has(name) ? 2 : 1));
}

/** How many people of a role a rule asks for. */
function countOf(rule: ApproveRule, role: string): number {
  if (rule.kind === 'role') return rule.role === role ? rule.count : 0;
  return Math.max(0, ...rule.of.map((each) => countOf(each, role)));
}
