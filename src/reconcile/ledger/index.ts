/** What is written down of an evaluation: the ledger, the log, and what GitHub refused. */
export { keepOnBoard, newOnBoard } from './board.ts';
export { noteFormer, recordAgainstOnPull, recordHeard } from './heard.ts';
export {
  about,
  noPolicyVerdict,
  nothingChanged,
  type OneLook,
  record,
  recordPart,
  recordSilently,
  restsOnAs,
  type RestsOn,
  versionOf,
} from './record.ts';
export { forgetRefusals, keepRefusedLabels, noteRefused, refusalsIn } from './refusals.ts';
