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
};

/** `title` is plain text, `body` Markdown that mentions nobody. */
export function onboardingIssue(beginning: Beginning): { readonly title: string; readonly body: string } {
  const { text, meaning, from, editor, isFilledIn } = beginning;
  const open = isFilledIn
    ? `**[Open this file in GitHub's editor](${editor}).** It is filled in already; put in the right people.`
    : `**[Open GitHub's editor](${editor})**, paste the file, and put in the right people.`;
  return {
    title: 'Set up Baton: who approves a spec, and who accepts the result?',
    body: `Baton shows on each issue whose turn it is: a product manager approves the spec before it is built, engineers build it, and a product manager accepts the result. It does nothing here yet, because nobody has told it who that is. One file does; here is one to begin with. ${filledIn(from)}

${fenced(text.trimEnd(), 'yaml')}

## To begin

1. ${open}
2. Choose “Create a new branch for this commit and start a pull request”. The check ${code('Baton policy')} on it says what the file means, and what it would decide on the issues that are there.
3. Merge it when it says what you want.

With ${code('mode: warn')} nothing is held back, and nothing that anybody does is undone: Baton says on each issue whose turn it is and what comes next. When everybody is used to it, write ${code('mode: enforce')}.

If you do not want Baton here, close this issue: there will not be another one. It is closed by itself once a policy is in force.

## What this file means

${meaning}`,
  };
}

function filledIn(from: Beginning['from']): string {
  if (from.length === 0)
    return 'No team and no label was found to fill it in with, so it goes by who may write here.';
  const names = from.map(({ kind, name }) =>
    kind === 'label' ? `the label ${code(name)}` : `${kind === 'team' ? 'the team ' : ''}${code(`@${name}`)}`,
  );
  return `It was filled in with what is here: ${list(names)}.`;
}
