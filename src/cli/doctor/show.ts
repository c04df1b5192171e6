/** Findings, for people and for programs. */
import type * as z from 'zod';

import { exit, type Exit } from '../command.ts';
import type { doctorOutput } from '../outputs/doctor.ts';
import { printable } from '../printable.ts';
import type { Finding, Severity } from './finding.ts';

const marks = { fine: '✓', warning: '!', problem: '✗', unknown: '?' } as const satisfies Readonly<
  Record<Severity, string>
>;

/** As it is printed with `--json`. */
export const outputOf = (
  findings: readonly Finding[],
  more: Omit<z.output<typeof doctorOutput>, 'findings'>,
): z.output<typeof doctorOutput> => ({
  ...more,
  findings: findings.map(({ fix, ...finding }) => ({ ...finding, fix: fix?.what ?? null })),
});

export function show(findings: readonly Finding[], print: (line: string) => void): void {
  let last: string | null = null;
  for (const { where, severity, what, remedy, link } of findings) {
    if (where !== last) print(`${last === null ? '' : '\n'}${printable(where)}:`);
    last = where;
    print(`${marks[severity]} ${printable(remedy === null ? what : `${what} ${remedy}`)}`);
    if (link !== null) print(`  ${printable(link)}`);
  }
  print('');
  print(summary(findings));
  const fixes = findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix.what]));
  if (fixes.length === 0) return;
  print('With --fix, it would:');
  for (const fix of fixes) print(`- ${printable(fix)}`);
}

function summary(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter((each) => each.severity === severity).length;
  const of = (severity: Severity, noun: string): readonly string[] => {
    const found = count(severity);
    return found === 0 ? [] : [`${found} ${noun}${found === 1 ? '' : 's'} (${marks[severity]})`];
  };
  const unknown = count('unknown');
  const parts = [
    ...of('problem', 'problem'),
    ...of('warning', 'warning'),
    ...(unknown === 0 ? [] : [`${unknown} that could not be found out (${marks.unknown})`]),
  ];
  return parts.length === 0 ? 'All is well.' : `${parts.join(', ')}.`;
}

/** A problem counts for more than what is not known. */
export function exitOf(findings: readonly Finding[]): Exit {
  const has = (severity: Severity): boolean => findings.some((each) => each.severity === severity);
  return has('problem') ? exit.findings : has('unknown') ? exit.unknown : exit.fine;
}
