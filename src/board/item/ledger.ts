/** What Baton itself wrote on an item, and when. */
import type { Effect } from '../../handoff/index.ts';
import { html, named, section, table, type Content, type Html } from '../../pages/index.ts';
import { many } from '../../plural.ts';
import type { RecordedLine } from '../../store/index.ts';
import { instant, type PageClock } from '../site/index.ts';

/** @param lines newest first */
export function ledgerPart(lines: readonly RecordedLine[], clock: PageClock): Content {
  const rows = lines.map(({ at, effects }) => [instant(at, clock), did(effects)]);
  return (
    rows.length > 0 &&
    section(
      'What Baton did',
      html`<details><summary>${many(rows.length, 'decision')}${rows.length > 1 && ', the latest first'}</summary>${table(
        {
          caption: 'From Baton’s ledger',
          columns: [{ title: 'When' }, { title: 'What' }],
          rows,
        },
      )}</details>`,
    )
  );
}

function did(effects: readonly Effect[] | null): Html {
  if (effects === null) return html`Another version of Baton recorded this.`;
  if (effects.length === 0) return html`Evaluated it, and had nothing to change.`;
  return html`${effects.map((effect, index) => html`${index > 0 && '; '}${whatOf(effect)}`)}`;
}

function whatOf(effect: Effect): Html {
  switch (effect.kind) {
    case 'label':
      return html`added the label ${named(effect.label)}`;
    case 'unlabel':
      return html`removed the label ${named(effect.label)}`;
    case 'unassign':
      return html`unassigned ${named(effect.login)}`;
    case 'reopen':
      return html`reopened it`;
    case 'close':
      return html`closed it`;
    case 'card':
      return html`${effect.card === null ? 'wrote the card' : 'updated the card'}`;
    case 'comment':
      return html`${effect.comment === undefined ? 'commented' : 'updated its comment'}`;
    case 'show-comment':
      return html`showed a hidden comment again`;
    case 'remove-comment':
      return html`removed a comment of its own`;
    case 'react':
      return html`reacted to a comment`;
    case 'check':
      return html`set the check to ${named(effect.report.title)}`;
    default:
      return effect satisfies never;
  }
}
