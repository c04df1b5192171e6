/** The policies that one can start from: those that ship with Baton. */
import { readFileSync } from 'node:fs';

import { root } from '../../root.ts';

export type Preset = { readonly name: string; readonly title: string; readonly text: string };

const titles = [
  ['default', 'A product team'],
  ['with-qa', 'With testers'],
  ['architect-and-launch', 'With architects and launch briefs'],
  ['open-source', 'An open-source project'],
  ['solo', 'One maintainer'],
  ['warn-only', 'A trial that blocks nothing'],
] as const;

/** Reads them, without what they say about being copied. */
export const readPresets = (): readonly Preset[] =>
  titles.map(([name, title]) => ({
    name,
    title,
    text: forAnybody(readFileSync(new URL(`config/presets/${name}.yml`, root), 'utf8')),
  }));

/** Their first lines are about where the file is; then it says what it does. */
const forAnybody = (text: string): string => text.slice(Math.max(0, text.search(/^# What it does/m)));
