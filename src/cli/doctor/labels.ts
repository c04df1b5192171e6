/** Whether the labels that a policy names are in the repository, as it writes them. */
import * as z from 'zod';

import type { Ask } from '../../github/index.ts';
import type { Policy } from '../../policy/index.ts';
import { gateLabels } from '../../reconcile/index.ts';
import { sameText, textKey } from '../../same-text.ts';
import { reportOf, whyNot, type Finding, type Fix } from './finding.ts';

const labels = z.array(z.object({ name: z.string(), color: z.string() }));
type Label = z.infer<typeof labels>[number];

/** Pages of a hundred; more labels are nobody's to choose from. */
const most = 20;

export async function examineLabels(
  ask: Ask,
  { repository, url }: { readonly repository: string; readonly url: string },
  policy: Policy,
): Promise<readonly Finding[]> {
  const { fine, warning, unknown } = reportOf(repository);
  const there = await readLabels(ask, repository);
  if (typeof there === 'string')
    return [unknown('labels', `Which labels there are could not be found out: ${there}`)];
  const page = `${url}/labels`;
  const gates = gateLabels(policy);
  const ofGates = new Set(gates.map(({ name }) => textKey(name)));
  const others = [
    ...new Set([...policy.exempt.labels, ...(policy.appliesTo?.labels ?? []), ...policy.work.labels]),
  ].filter((name) => !ofGates.has(textKey(name)));
  const missing = (name: string): boolean => !there.some((label) => sameText(label.name, name));
  const like = (name: string): string => {
    const near = there.find((label) => letters(label.name) === letters(name));
    return near === undefined
      ? ''
      : ` There is one called “${near.name}”: if that is meant, write it so in the policy.`;
  };
  const found = [
    ...gates
      .filter(({ name }) => missing(name))
      .map(({ name, color, description }) => ({
        ...warning(
          'labels',
          `The label “${name}” of a gate isn’t there.${like(name)}`,
          'Baton creates it when it evaluates the repository next; baton doctor --fix does so now.',
          page,
        ),
        fix: creating(ask, repository, { name, color, description }),
      })),
    ...others
      .filter(missing)
      .map((name) =>
        warning(
          'labels',
          `The label “${name}”, which the policy names, isn’t there, so nobody can add it.${like(name)}`,
          'Create it, or leave it out of the policy.',
          page,
        ),
      ),
    ...[...gates.map(({ name }) => name), ...others].flatMap((name) => {
      const label = there.find((each) => sameText(each.name, name));
      return label === undefined || label.name === name
        ? []
        : [
            warning(
              'labels',
              `The policy writes “${name}”, and the label is called “${label.name}”. To GitHub and Baton they are the same.`,
              'Write it the same way in both places, so that people find it.',
              page,
            ),
          ];
    }),
    ...gates.flatMap(({ name, color }) => {
      const label = there.find((each) => sameText(each.name, name));
      return label === undefined || sameText(label.color, color)
        ? []
        : [
            fine(
              'labels',
              `The label “${label.name}” has another color (${label.color}) than Baton gives (${color}); Baton leaves it.`,
            ),
          ];
    }),
  ];
  const count = gates.length + others.length;
  const isFine = found.every(({ severity }) => severity === 'fine');
  return isFine && count > 0
    ? [fine('labels', `The labels that the policy names are there (${count}).`), ...found]
    : found;
}

/** What people mean by a name, however they put it together. */
const letters = (name: string): string => textKey(name).replaceAll(/[^\p{L}\p{N}]/gu, '');

/** @returns why they could not be read, in a sentence */
async function readLabels(ask: Ask, repository: string): Promise<readonly Label[] | string> {
  const [owner = '', repo = ''] = repository.split('/');
  const all: Label[] = [];
  for (let page = 1; page <= most; page += 1) {
    const asked = await ask('GET /repos/{owner}/{repo}/labels', { owner, repo, per_page: 100, page });
    if (asked.kind !== 'found') return whyNot(asked);
    const read = labels.safeParse(asked.data);
    if (!read.success) return 'GitHub’s list can’t be read.';
    all.push(...read.data);
    if (read.data.length < 100) break;
  }
  return all;
}

function creating(
  ask: Ask,
  repository: string,
  label: { readonly name: string; readonly color: string; readonly description: string },
): Fix {
  const { fine, problem, unknown } = reportOf(repository);
  const [owner = '', repo = ''] = repository.split('/');
  return {
    what: `Create the label “${label.name}” in ${repository}`,
    async run() {
      const asked = await ask('POST /repos/{owner}/{repo}/labels', { owner, repo, ...label });
      if (asked.kind === 'found') return fine('labels', `The label “${label.name}” was created.`);
      // Somebody made it in between.
      if (
        asked.kind === 'refused' &&
        asked.status === 422 &&
        /already_exists|already been taken/.test(asked.message)
      )
        return fine('labels', `The label “${label.name}” is there by now.`);
      const failed = `The label “${label.name}” could not be created`;
      return asked.kind === 'unanswered'
        ? unknown('labels', `${failed}: ${asked.why}`)
        : problem(
            'labels',
            `${failed}: GitHub refuses it (${asked.status}: ${asked.message}).`,
            'Create it by hand, or give Baton “Issues: read and write”.',
          );
    },
  };
}
