/** An example of a policy, played on the sandbox with Baton at work behind its webhooks. */
import type { Item } from '@baton/sandbox';

import type { Example, Standing } from '../../src/examples/index.ts';
import { afterPassing } from '../../src/examples/times.ts';
import { cardOf, runsOn } from './seen.ts';
import { repository, type Stage } from './stage.ts';

type Calendar = Parameters<typeof afterPassing>[2];

/** Gives back how everything stands in the end. */
export async function playLive(
  stage: Stage,
  example: Example,
  calendar: Calendar,
): Promise<readonly Standing[]> {
  const { github } = stage;
  const items = new Map<string, string>();
  const named = (name: string): string => {
    const found = items.get(name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  for (const step of example.steps) {
    if (step.kind === 'expects') continue;
    if (step.kind === 'passes') {
      const now = github.clock.now();
      await stage.later(afterPassing(step.passing, now, calendar) - now);
      continue;
    }
    await actLive(stage, step.act, items, named);
  }
  return standing(stage, items);
}

type Act = Extract<Example['steps'][number], { kind: 'act' }>['act'];

async function actLive(
  stage: Stage,
  act: Act,
  items: Map<string, string>,
  named: (name: string) => string,
): Promise<void> {
  const { by } = act;
  const numberOf = (item: string): string => `#${item.split('#')[1]}`;
  switch (act.kind) {
    case 'opens-issue': {
      const { name, title, body, labels, assignees, whole } = act;
      const { number } = await stage.act(by, (who) =>
        who.openIssue(repository, { title, body, labels, assignees }),
      );
      items.set(name, `${repository}#${number}`);
      if (whole !== null) await stage.act(by, (who) => who.addSubIssue(named(whole), named(name)));
      return;
    }
    case 'opens-pull': {
      const { name, title, files } = act;
      const head = `work-${stage.github.find.repository(repository).items.size}`;
      const body = act.body ?? act.closing.map((each) => `Closes ${numberOf(named(each))}`).join('\n');
      stage.github.as(by).push(repository, head, { files: contents(files, head) });
      const { number } = await stage.act(by, (who) => who.openPull(repository, { title, body, head }));
      items.set(name, `${repository}#${number}`);
      return;
    }
    case 'comments':
      return void (await stage.act(by, (who) => who.comment(named(act.on), act.text)));
    case 'reviews':
      return void (await stage.act(by, (who) =>
        who.review(named(act.on), { event: 'COMMENT', body: act.text }),
      ));
    case 'edits': {
      const { title, body } = act;
      const change = { ...(title === null ? {} : { title }), ...(body === null ? {} : { body }) };
      return stage.act(by, (who) => who.edit(named(act.on), change));
    }
    case 'adds-label':
      return stage.act(by, (who) => who.label(named(act.on), act.label));
    case 'removes-label':
      return stage.act(by, (who) => who.unlabel(named(act.on), act.label));
    case 'assigns':
      return stage.act(by, (who) => who.assign(named(act.on), act.who));
    case 'unassigns':
      return stage.act(by, (who) => who.unassign(named(act.on), act.who));
    case 'adds-sub-issue':
      return stage.act(by, (who) => who.addSubIssue(named(act.on), named(act.part)));
    case 'removes-sub-issue':
      return stage.act(by, (who) => who.removeSubIssue(named(act.on), named(act.part)));
    case 'pushes': {
      const pull = stage.github.find.item(named(act.on));
      if (pull.kind !== 'PullRequest') throw new Error(`${act.on} is no pull request.`);
      const files = contents(
        act.files.length === 0 ? ['src/work.ts'] : act.files,
        `${stage.github.clock.now()}`,
      );
      await stage.act(by, (who) => who.push(repository, pull.headRef, { files }));
      return;
    }
    case 'merges':
      return void (await stage.act(by, (who) => who.merge(named(act.on))));
    case 'closes':
      return stage.act(by, (who) => who.close(named(act.on), act.reason));
    case 'reopens':
      return stage.act(by, (who) => who.reopen(named(act.on)));
    default:
      return act satisfies never;
  }
}

const contents = (files: readonly string[], text: string): Record<string, string> =>
  Object.fromEntries(files.map((path) => [path, text]));

/** How everything stands. */
const standing = ({ github }: Stage, items: ReadonlyMap<string, string>): readonly Standing[] =>
  [...items].map(([name, item]) => {
    const found: Item = github.find.item(item);
    const check = found.kind === 'Issue' ? undefined : runsOn(found).find((run) => run.name === 'Baton');
    return {
      name,
      state: found.kind === 'PullRequest' && found.merged ? 'merged' : found.state,
      labels: found.labels.map((label) => label.name).toSorted(),
      assignees: found.assignees.map(({ login }) => login).toSorted(),
      card: cardOf(found)?.body ?? null,
      check: check === undefined ? null : `${check.conclusion ?? check.status}: ${check.title ?? ''}`,
    };
  });
