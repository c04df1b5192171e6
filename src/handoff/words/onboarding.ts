/** The issue that says how to begin, in a repository on which Baton was just installed and that has no policy. */
import { code, fenced, list } from '../phrases/index.ts';

/** What it tells. */
export type Beginning = {
  /** The policy to begin with. */
  readonly text: string;
  /** What it means, in Markdown. */
  readonly meaning: string;
  /** What it was filled in with; a team as `org/slug`. */
  readonly from: readonly { readonly kind: 'team' | 'person' | 'label'; readonly name: string }[];
  /** The page on which GitHub's editor opens, with the file filled in where `isFilledIn`. */
  readonly editor: string;
  readonly isFilledIn: boolean;
  /** What is to be done about the check; a sentence or two. */
  readonly required: string;
};

/** `title` is plain text, `body` Markdown that mentions nobody. */
export function onboardingIssue(beginning: Beginning): { readonly title: string; readonly body: string } {
  const { text, meaning, from, editor, isFilledIn, required } = beginning;
  const open = isFilledIn
    ? `**[Open this file in GitHub's editor](${editor}).** It’s already filled in; check the names.`
    : `**[Open GitHub's editor](${editor})**, paste the file, and check the names.`;
  return {
    title: 'Set up Baton: who approves a spec, and who accepts the result?',
    body: `Baton shows on each issue whose turn it is: a product manager approves the spec before it is built, engineers build it, and a product manager accepts the result. It does nothing here yet, because it doesn’t know who has which role. One file tells it; here is one to start with. ${filledIn(from)}

${fenced(text.trimEnd(), 'yaml')}

## Get started

1. ${open}
2. Choose “Create a new branch for this commit and start a pull request”. The check ${code('Baton policy')} on it says what the file means and what it would decide on your issues.
3. Merge it when it says what you want.
4. ${requiredPart(required)}

With ${code('mode: warn')} Baton blocks nothing and undoes nothing: it says on each issue whose turn it is and what comes next. Once your team is used to it, write ${code('mode: enforce')}.

If you don’t want Baton here, close this issue; Baton won’t open another one. Once a policy is in force, Baton closes it.

## What this file means

${meaning}`,
  };
}

/** That step by itself: it is brought up to date, whatever else people made of the issue. */
const requiredPart = (sentence: string): string => `${partBegins}${sentence}${partEnds}`;
const partBegins = '<!-- baton:required -->';
const partEnds = '<!-- /baton:required -->';

/** The issue's text with that step as it is now; the same text, where there is no such step. */
export function withRequired(body: string, sentence: string): string {
  const from = body.indexOf(partBegins);
  const to = body.indexOf(partEnds, from);
  if (from === -1 || to === -1) return body;
  return `${body.slice(0, from)}${requiredPart(sentence)}${body.slice(to + partEnds.length)}`;
}

function filledIn(from: Beginning['from']): string {
  if (from.length === 0)
    return 'Baton found no team and no label to fill it in with, so it goes by who has write access.';
  const names = from.map(({ kind, name }) =>
    kind === 'label' ? `the label ${code(name)}` : `${kind === 'team' ? 'the team ' : ''}${code(`@${name}`)}`,
  );
  return `It’s filled in with what Baton found here: ${list(names)}.`;
}
