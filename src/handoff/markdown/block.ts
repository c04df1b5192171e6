/** What Markdown is made of: leaves, that have lines, and containers, that have blocks. */

/** Where a block's lines are in the source: from the beginning of its first to the end of its last. */
type SourceRange = { readonly from: number; readonly to: number };
export type Leaf = SourceRange & {
  readonly kind: 'heading' | 'paragraph' | 'table' | 'code' | 'html' | 'rule' | 'unread';
  /** Of headings: their rank. */
  readonly depth: number;
  /** Of code: the language and what follows it. Of HTML of which readers disagree: whether it ends a paragraph. */
  readonly info: string;
  readonly lines: readonly string[];
  /** Of paragraphs: where in the source each of its lines begins, with what comes before its text. */
  readonly starts: readonly number[];
  /** Of paragraphs: whether it begins with the definition of a link, as far as one can see without reading it. */
  readonly defines: boolean;
  /** Of HTML: whether all readers agree that it begins here. */
  readonly isDoubtful: boolean;
};
export type Container = SourceRange & {
  readonly kind: 'quote' | 'list' | 'item' | 'footnote';
  /** Of lists that are numbered: the first number; null: it is not. Of footnotes: nothing. */
  readonly start: number | null;
  readonly label: string;
  /** Of items: whether nothing but white space stands before them in their line. */
  readonly isFirst: boolean;
  readonly children: readonly Block[];
};
export type Block = Leaf | Container;
