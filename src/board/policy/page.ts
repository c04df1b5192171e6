/** The page of a repository's policy: its picture, its words, and where each part of it is written. */
import { html, linked, markdown, named, section, table, type Content, type Html } from '../../pages/index.ts';
import { describePolicy, originsOf, type Origin, type Problem } from '../../policy/index.ts';
import type { BoardPage, SeenRepository } from '../site/index.ts';
import { pictureOf } from './picture.ts';
import type { File, PolicyThere } from './there.ts';

export type Looking = {
  readonly repository: SeenRepository;
  readonly there: PolicyThere;
  /** Whether the visitor sees the repository that a file is in. */
  readonly sees: (repository: string) => boolean;
};

const path = (name: string): string => name.split('/').map(encodeURIComponent).join('/');

export function policyPage(looking: Looking): BoardPage {
  const { repository, there } = looking;
  const { inForce } = there;
  return {
    title: `Policy of ${repository.name}`,
    lead: inForce === null ? 'No policy is in force here.' : leadOf(looking),
    place: 'policy',
    isWide: true,
    content: html`${standing(looking)}${
      inForce !== null &&
      html`<div class="policy"><div>${pictureOf(inForce.policy, 'The gates')}</div><div class="words">${section('In words', markdown(describePolicy(inForce.policy)))}</div></div>
${section('Where it is written', written(looking, inForce))}`
    }
<p><a class="button" href="/${path(repository.name)}/playground">Try a change in the playground</a></p>`,
  };
}

function leadOf({ there: { inForce } }: Looking): Content {
  const count = inForce?.policy.gates.length ?? 0;
  return `${count === 1 ? 'One gate' : `${count} gates`}, in the order in which an issue meets them.`;
}

/** What is to be known first: that the file is broken, or gone, or could not be read. */
function standing(looking: Looking): Html | null {
  const { there, sees } = looking;
  const { now, inForce } = there;
  switch (now.kind) {
    case 'same':
      return null;
    case 'none':
      return inForce === null
        ? html`<p>There is no <code>.github/roles.yml</code> here, and the owner has none for all repositories. <code>baton init</code> writes one, and the <a href="/playground">playground</a> lets you try one first.</p>`
        : html`<p class="notice">The file isn’t there any more. Until Baton has noticed that, the policy below is the last one it went by.</p>`;
    case 'unknown':
      return html`<p class="notice">${now.why} ${inForce !== null && 'This is the last policy that Baton read.'}</p>`;
    case 'broken':
      return html`<div class="notice"><p><strong>The file has ${now.problems.length === 1 ? 'a problem' : `${now.problems.length} problems`}.</strong> ${inForce === null ? 'Until that is fixed, no policy is in force.' : 'Until that is fixed, the policy below stays in force: it is the last valid one.'}</p>
${sees(now.file.repository) ? problems(now.problems, now.file, looking) : html`<p>It is in a repository that you can’t see on GitHub.</p>`}</div>`;
    default:
      return now satisfies never;
  }
}

const mostProblems = 50;

const problems = (all: readonly Problem[], file: File, { there }: Looking): Html =>
  html`<ul class="problems">${all
    .slice(0, mostProblems)
    .map(
      ({ line, column, message, hint }) =>
        html`<li>${linkedTo(there, file, `Line ${line}, column ${column}`, line)}: ${named(message, 600)}${hint !== null && html` ${named(hint, 600)}`}</li>`,
    )}</ul>`;

/** On GitHub, at a line. */
function linkedTo({ site }: PolicyThere, file: File, text: Content, line: number | null): Html {
  if (site === null) return html`${text}`;
  const steps = [...file.repository.split('/'), 'blob', 'HEAD', ...file.path.split('/')];
  const at = line === null ? '' : `#L${line}`;
  return linked(text, `${site}/${steps.map(encodeURIComponent).join('/')}${at}`);
}

/** So many keys are listed. */
const mostKeys = 300;

function written(looking: Looking, inForce: NonNullable<PolicyThere['inForce']>): Html {
  const { there, sees } = looking;
  const files: readonly File[] = [inForce.file, ...inForce.bases];
  const name = (file: File, line: number | null = null): Content =>
    sees(file.repository)
      ? linkedTo(
          there,
          file,
          html`${named(`${file.repository}: ${file.path}`, 200)}${line !== null && `, line ${line}`}`,
          line,
        )
      : 'a repository that you can’t see';
  const origins = originsOf(files.map(({ text }) => text ?? ''));
  const inherited = origins.filter(({ from }) => from.kind === 'preset' || from.file > 0);
  const from = ({ from: where }: Origin): Content => {
    if (where.kind === 'preset') return `Baton’s preset “${where.preset}”`;
    const file = files[where.file];
    return file === undefined ? '' : name(file, where.line);
  };
  return html`<p>${name(inForce.file)}${inForce.bases.length > 0 && html`, which builds on ${inForce.bases.map((base, index) => html`${index > 0 && ', which builds on '}${name(base)}`)}`}.</p>
${
  inherited.length === 0
    ? html`<p>All of it is written there.</p>`
    : table({
        caption: 'What the file does not say itself',
        columns: [{ title: 'Key' }, { title: 'From' }],
        rows: inherited
          .slice(0, mostKeys)
          .map((origin) => [html`<code>${named(origin.path.join('.'), 160)}</code>`, from(origin)]),
      })
}`;
}
