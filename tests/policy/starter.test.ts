/** The policy to begin with: valid whatever was found, filled in with what fits, and it holds nothing back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ownersOfAll, starterPolicy, teamsNamed, type Found } from '../../src/policy/index.ts';
import { policyOf } from '../handoff/people.ts';
import { underlined } from './editors.ts';
import { runs } from '../night.ts';

const nothing: Found = {
  owner: { kind: 'organization', login: 'acme' },
  teams: [],
  codeOwners: [],
  labels: [],
};

/** Who holds which role, and by which label each gate opens. */
function shown(found: Partial<Found>) {
  const { text, from } = starterPolicy({ ...nothing, ...found });
  const policy = policyOf(text);
  expect([policy.mode, underlined(text)]).toEqual(['warn', []]);
  const holders = policy.roles.map(({ name, members, permission }) => [
    name,
    ...members.map((one) => (one.kind === 'login' ? one.login : `${one.org}/${one.slug}`)),
    ...(permission === null ? [] : [`whoever may ${permission}`]),
  ]);
  return {
    ...Object.fromEntries(holders.map(([name, ...who]) => [name, who.join(', ')])),
    labels: policy.gates.map(({ label }) => label),
    from: from.map(({ kind, name }) => `${kind} ${name}`),
  };
}

const usual = ['spec:approved', 'pm:accepted'];
const team = (name: string, writes = true, parent: string | null = null) => ({
  team: `acme/${name}`,
  parent: parent === null ? null : `acme/${parent}`,
  writes,
});

describe('what it is filled in with', () => {
  test('nothing: who may write here', () => {
    expect(shown({})).toEqual({
      pm: 'whoever may maintain',
      engineer: 'whoever may write',
      labels: usual,
      from: [],
    });
  });

  test('an account of one person: they are the product manager', () => {
    expect(shown({ owner: { kind: 'user', login: 'Maria' } })).toMatchObject({ pm: 'maria', from: [] });
  });

  test('teams by their names; engineers have to be able to write, product managers need not', () => {
    const teams = [
      team('product', false),
      team('backend-devs'),
      team('support'),
      team('mobile', false),
      team('platform-engineering'),
    ];
    expect(shown({ teams })).toMatchObject({
      pm: 'acme/product',
      engineer: 'acme/backend-devs, acme/platform-engineering',
      from: ['team acme/product', 'team acme/backend-devs', 'team acme/platform-engineering'],
    });
  });

  test('no more than three of a kind, and none twice', () => {
    const teams = ['dev-a', 'dev-b', 'dev-c', 'dev-d', 'product-engineering'].map((name) => team(name));
    expect(shown({ teams })).toMatchObject({
      pm: 'acme/product-engineering',
      engineer: 'acme/dev-a, acme/dev-b, acme/dev-c',
    });
  });

  test('a team stands for its parts', () => {
    const teams = [
      team('engineering'),
      team('frontend', true, 'web'),
      team('web', true, 'engineering'),
      team('mobile-devs', true, 'apps'),
    ];
    expect(shown({ teams })).toMatchObject({ engineer: 'acme/engineering, acme/mobile-devs' });
  });

  test('owners of everything build, where no team says so by its name', () => {
    expect(shown({ codeOwners: ['anton', 'acme/squad-7'] })).toMatchObject({
      engineer: 'anton, acme/squad-7',
      from: ['person anton', 'team acme/squad-7'],
    });
  });

  test.each([
    [
      ['bug', 'Approved', 'accepted'],
      ['Approved', 'accepted'],
    ],
    [
      ['approved', 'Spec: approved'],
      ['Spec: approved', 'pm:accepted'],
    ],
    [
      ['spec_approved', 'po/accepted'],
      ['spec_approved', 'po/accepted'],
    ],
    [['not approved', 'unaccepted'], usual],
  ])('labels that are there: %j', (labels, expected) => {
    expect(shown({ labels }).labels).toEqual(expected);
  });
});

test('whatever the names are, it is valid, for editors too, and holds nothing back', () => {
  const odd = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      'approved',
      'ACCEPTED',
      'chore',
      'spec,approved',
      '"',
      '# x',
      ': ',
      '\u202Eapproved',
      'no',
      '~',
    ),
    fc.string({ unit: 'binary', maxLength: 10 }).map((text) => `${text} approved`),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('user', 'organization'),
      odd,
      fc.array(
        fc.record({
          team: odd.map((name) => `acme/dev-${name}`),
          parent: fc.constantFrom(null, 'acme/dev-'),
          writes: fc.boolean(),
        }),
        {
          maxLength: 5,
        },
      ),
      fc.array(odd, { maxLength: 5 }),
      fc.array(odd, { maxLength: 5 }),
      (kind, login, teams, codeOwners, labels) => {
        const { text } = starterPolicy({ owner: { kind, login }, teams, codeOwners, labels });
        expect([policyOf(text).mode, underlined(text)]).toEqual(['warn', []]);
      },
    ),
    { numRuns: runs(500) },
  );
});

describe('CODEOWNERS', () => {
  const file = `# @acme/none
*       @acme/old
*.js    @js-owner #This is an inline comment.
*       @anton  @acme/squad-7 docs@example.com # @acme/not
/apps/  @octocat @acme/apps
`;
  test('owners of everything: those of the last line for it', () => {
    expect(ownersOfAll(file)).toEqual(['anton', 'acme/squad-7']);
    expect(ownersOfAll('/docs/ @anton\n')).toEqual([]);
  });

  test('teams that whoever reads it knows of', () => {
    expect(teamsNamed(file)).toEqual(['acme/none', 'acme/old', 'acme/squad-7', 'acme/not', 'acme/apps']);
  });
});
