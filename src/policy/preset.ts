/** A preset, filled in for a repository. */
import { fillingOf, quoted, slugOf, type Chosen, type Found, type Starter } from './starter.ts';

/** `roles`: those in which somebody has to put in their people by hand. */
export type FilledPreset = Starter & { readonly toFillIn: readonly string[] };

/** How a preset names a team that whoever takes it is to put in. */
const placeholder = /^ {2}([\w-]+): \['@your-organization\/([\w-]+)'\]$/gm;

/**
 * Puts in who holds `pm` and `engineer`, a team for each other role if there is one of that name, and labels for the
 * spec and the acceptance. A role that a preset gives by permission stays, unless somebody was chosen.
 * @param text of a file in `config/presets`
 */
export function presetPolicy(text: string, found: Found, chosen: Chosen): FilledPreset {
  const filling = fillingOf(found, chosen);
  const from: Starter['from'][number][] = [];
  const toFillIn: string[] = [];
  const isRole = (name: string): name is keyof Chosen => name === 'pm' || name === 'engineer';
  let filled = withoutCopying(text);
  for (const role of ['pm', 'engineer'] as const)
    if (chosen[role].length > 0)
      // The first: roles stand above whatever else is called so.
      filled = withLine(filled, lineOf(filled, role), `  ${role}: ${filling[role].yaml}`);
  filled = filled.replaceAll(placeholder, (line: string, role: string, slug: string) => {
    if (isRole(role)) {
      from.push(...filling[role].found);
      return `  ${role}: ${filling[role].yaml}`;
    }
    const team = found.teams.find((each) => [slug, role].includes(slugOf(each.team)))?.team;
    if (team === undefined) {
      toFillIn.push(role);
      return line;
    }
    from.push({ kind: 'team', name: team });
    return `  ${role}: [${quoted(`@${team}`)}]`;
  });
  for (const gate of ['spec', 'acceptance'] as const) {
    const label = filling.labels[gate];
    if (label === null) continue;
    const before = filled;
    const preset = `    preset: ${gate}`;
    filled = withLine(filled, preset, `${preset}\n    label: ${quoted(label)}`).replace(
      usualLabels[gate],
      () => `label: ${quoted(label)}`,
    );
    if (filled !== before) from.push({ kind: 'label', name: label });
  }
  return { text: filled, from, toFillIn };
}

/** The first line of a policy that says who holds a role; null: it has no such role. */
export const lineOf = (text: string, role: string): string | null =>
  text.split('\n').find((line) => line.startsWith(`  ${role}: `)) ?? null;

/** The text with the first such line changed; null: as it is. */
function withLine(text: string, from: string | null, to: string): string {
  const lines = text.split('\n');
  const at = from === null ? -1 : lines.indexOf(from);
  return at === -1 ? text : lines.with(at, to).join('\n');
}

const usualLabels = { spec: "label: 'spec:approved'", acceptance: "label: 'pm:accepted'" } as const;

/** It is where it belongs: what a preset says about copying it is done. */
const withoutCopying = (text: string): string =>
  text.replace(/(?:\n#)? Copy it to \.github\/roles\.yml[^]*?(?=\n#\n)/, '');
