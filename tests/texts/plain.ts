/** Plain English: what people would not write. */

/** What people would not write, and what they would. */
export const words: readonly (readonly [not: RegExp, but: string])[] = [
  [
    /\b(?:is|are|was|were|isn’t|wasn’t|stays?|still|not) (?:not )?open\b|\bopens? (?:it|the gate|a gate|no gate)\b/,
    'approved',
  ],
  [/\bsatisfied\b/, 'approved'],
  [/\bpreparing\b/, 'not ready yet'],
  [/\bstale\b/, 'changed since approval'],
  [/\breturned\b/, 'sent back'],
  [/\bputs? (?:on\b|the label|\S+ back)|\btak(?:e|es|ing) off\b|\btook off\b/, 'add or remove'],
  [/\bmend(?:s|ed|ing)?\b/, 'fix'],
  [/\bspeaks?\b|\bspoken?\b|\bhas to say\b/, 'approve'],
  [/\bis with \S+ since\b/, 'has had it since'],
  [/\bwhoever\b|\belse than\b|\bthose who\b/i, 'anyone who, anyone other than, people who'],
  [/\botherwise\b|\bin turn\b|\balike\b|\bas it is\b|\bsuch a one\b/i, '(another sentence)'],
  [/\b(?:tried|asked|tries) again\b/, 'Baton will retry'],
  [/\bdid(?: not|n’t) work\b/, 'what failed'],
  [/\bopened again\b|\bopen(?:ed)? (?:the|this) issue again\b/, 'reopened'],
  [/\blooked at\b|\ba look\b|\blook at it\b/, 'evaluated'],
  [/\bheart\b|\bhouse\b|\brooms?\b|\bthe way through\b/, 'core, code, module, tour'],
  [/\bh(?:old|olds|eld|olding) (?:it |them |this pull request |nothing )?back\b/, 'blocks'],
  [/\bits own words\b|\bwho also wrote\b/, 'also the author'],
  [/\bexceptions?\b/i, 'waiver'],
  [/\bnot allowed\b|\bundone:/i, '(no blame)'],
];
