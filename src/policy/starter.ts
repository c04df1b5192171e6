/** A policy to begin with, filled in from what is there: valid as it is, and it holds nothing back. */
import { readPolicy } from './read.ts';

/** What was found in a repository. Nothing of it may be something that not everybody who reads the policy may know. */
export type Found = {
  /** The account that the repository belongs to. */
  readonly owner: { readonly kind: 'user' | 'organization'; readonly login: string };
  /** Teams that reach it, as `org/slug`, the team that each is a part of, and whether they may write. */
  readonly teams: readonly {
    readonly team: string;
    readonly parent: string | null;
    readonly writes: boolean;
  }[];
  /** Owners of everything by CODEOWNERS: logins, and teams as `org/slug`. */
  readonly codeOwners: readonly string[];
  readonly labels: readonly string[];
};

export type Starter = {
  readonly text: string;
  /** What it was filled in with; a team as `org/slug`. */
  readonly from: readonly { readonly kind: 'team' | 'person' | 'label'; readonly name: string }[];
};

/** People and teams that somebody chose, without the @; none: what was found stands. */
export type Chosen = { readonly pm: readonly string[]; readonly engineer: readonly string[] };

export const nobodyChosen: Chosen = { pm: [], engineer: [] };

/** As YAML, and what of it is worth telling. */
type Holders = { readonly yaml: string; readonly found: Starter['from'] };

/** What a first policy is filled in with; a label is null where there is none like it. */
export type Filling = {
  readonly pm: Holders;
  readonly engineer: Holders;
  readonly labels: { readonly spec: string | null; readonly acceptance: string | null };
};

const product = /(^|[-_])(product|products|pm|pms|po|pos|product-?(managers?|owners?|management))([-_]|$)/;
const engineering =
  /(^|[-_])(engineering|engineers?|eng|dev|devs|developers?|development|backend|frontend|mobile|platform)([-_]|$)/;

/** The label that a team may have for it already; the first that is there. Spelled without what parts the words. */
const labelsFor = {
  spec: ['spec approved', 'specs approved', 'product approved', 'pm approved', 'po approved', 'approved'],
  acceptance: ['pm accepted', 'product accepted', 'po accepted', 'acceptance approved', 'accepted'],
} as const;

const mostTeams = 3;

const nothingFound: Found = {
  owner: { kind: 'organization', login: '' },
  teams: [],
  codeOwners: [],
  labels: [],
};

/** A policy that is valid, whatever was found; what was chosen stands in it as it is. */
export function starterPolicy(found: Found, chosen: Chosen = nobodyChosen): Starter {
  const filled = written(fillingOf(found, chosen));
  if (readPolicy(filled.text, 'roles.yml').kind === 'policy') return filled;
  // Whatever it was about a name: without names it is good.
  return written(fillingOf(nothingFound, chosen));
}

function written({ pm, engineer, labels }: Filling): Starter {
  const named = [labels.spec, labels.acceptance].flatMap((name): Starter['from'] =>
    name === null ? [] : [{ kind: 'label', name }],
  );
  return {
    text: textOf(pm.yaml, engineer.yaml, labels.spec, labels.acceptance),
    from: [...pm.found, ...engineer.found, ...named],
  };
}

export function fillingOf({ owner, teams, codeOwners, labels }: Found, chosen: Chosen): Filling {
  const names = teams.map(({ team }) => team);
  const parents = new Map(teams.map(({ team, parent }) => [team, parent]));
  const pms = withoutParts(
    names.filter((team) => product.test(slugOf(team))),
    parents,
  );
  const builders = withoutParts(
    teams
      .filter(({ team, writes }) => writes && !product.test(slugOf(team)) && engineering.test(slugOf(team)))
      .map(({ team }) => team),
    parents,
  );
  return {
    pm:
      asChosen(chosen.pm) ??
      list(pms) ??
      (owner.kind === 'user' ? list([owner.login], false) : null) ??
      permission('maintain'),
    engineer:
      asChosen(chosen.engineer) ??
      list(builders) ??
      list(codeOwners.filter((each) => !pms.includes(each))) ??
      permission('write'),
    labels: { spec: labelOf(labels, labelsFor.spec), acceptance: labelOf(labels, labelsFor.acceptance) },
  };
}

/** All of them, as a YAML list; null: nobody was chosen. */
const asChosen = (names: readonly string[]): Holders | null =>
  names.length === 0 ? null : { yaml: listed(names), found: [] };

/** Members of a team's parts are its members. */
function withoutParts(
  teams: readonly string[],
  parents: ReadonlyMap<string, string | null>,
): readonly string[] {
  return teams.filter((team) => {
    for (let above = parents.get(team) ?? null, depth = 0; above !== null && depth < 20; depth += 1) {
      if (teams.includes(above)) return false;
      above = parents.get(above) ?? null;
    }
    return true;
  });
}

export const slugOf = (team: string): string => (team.split('/')[1] ?? '').toLowerCase();

/** The first few, as a YAML list; null: there are none. `isFound`: it is worth telling that they were found. */
function list(all: readonly string[], isFound = true): Holders | null {
  const some = all.slice(0, mostTeams);
  if (some.length === 0) return null;
  const found = some.map((name) => ({ kind: name.includes('/') ? 'team' : 'person', name }) as const);
  return { yaml: listed(some), found: isFound ? found : [] };
}

const listed = (names: readonly string[]): string =>
  `[${names.map((each) => quoted(each.includes('/') ? `@${each}` : each)).join(', ')}]`;

const permission = (least: 'maintain' | 'write'): Holders => ({
  yaml: `{ permission: ${least} }`,
  found: [],
});

/** The label as it is spelled there; null: there is none of these. */
function labelOf(labels: readonly string[], wanted: readonly string[]): string | null {
  const spelled = new Map(
    labels.map((label) => [
      label
        .toLowerCase()
        .replaceAll(/[\s:_/.-]+/g, ' ')
        .trim(),
      label,
    ]),
  );
  const match = wanted.find((each) => spelled.has(each));
  return match === undefined ? null : (spelled.get(match) ?? null);
}

/** As YAML reads it back, whatever is in it. */
export const quoted = (text: string): string => JSON.stringify(text);

function textOf(pm: string, engineer: string, spec: string | null, acceptance: string | null): string {
  const gate = (preset: string, label: string | null): string =>
    `  ${preset}: { preset: ${preset}${label === null ? '' : `, label: ${quoted(label)}`} }`;
  return `# yaml-language-server: $schema=../roles.schema.json
# For editors: that is Baton's roles.schema.json, copied to the root folder of this repository. Without it, delete the line.

# Who approves a spec before it is built, and who accepts the result.
version: 1

# warn: Baton says whose turn it is, and blocks nothing. Write "enforce" when everybody is used to it.
mode: warn

roles:
  # They approve specs and accept results. People and teams: [somebody, "@an-organization/product"]
  pm: ${pm}
  # They build.
  engineer: ${engineer}

gates:
  # Approved before work starts and before a pull request merges; again if somebody else rewrites it.
${gate('spec', spec)}
  # The issue stays closed once the result is accepted.
${gate('acceptance', acceptance)}

pull-requests:
  # Write true, and a pull request that closes no issue does not pass.
  require-issue: false

exempt:
  # Issues and pull requests of these accounts need no approval, as long as nobody else pushes to them.
  authors: ["dependabot[bot]", "renovate[bot]"]
  # Nor do those that one of these roles gives such a label.
  labels: [chore]
  by: [pm]
`;
}

/**
 * Owners of everything by the text of a CODEOWNERS file: logins, and teams as `org/slug`.
 * GitHub, "About code owners": the last line that matches is the one that counts; owners may be addresses of mail.
 */
export function ownersOfAll(codeowners: string): readonly string[] {
  let last = '';
  // Such files may be megabytes long: the lines that are not asked for are passed over.
  for (const [line] of codeowners.matchAll(/^[^\S\n]*\*[^\S\n].*$/gm)) last = line;
  return last
    .replace(/\s#.*$/, '')
    .trim()
    .split(/\s+/)
    .slice(1)
    .flatMap((owner) => (/^@[\w.-]+(\/[\w.-]+)?$/.test(owner) ? [owner.slice(1)] : []));
}

/** Every team that a CODEOWNERS file names, as `org/slug`, in lower case: whoever reads the repository knows of them. */
export function teamsNamed(codeowners: string): readonly string[] {
  return [...codeowners.matchAll(/(?<=\s)@([\w.-]+\/[\w.-]+)/g)].map(([, team = '']) => team.toLowerCase());
}
