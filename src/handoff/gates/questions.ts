/** Questions about the spec that nobody has answered. */
import type { Question } from '../verdict.ts';

export class Questions {
  private readonly own = new Map<number, Question>();
  private readonly answered = new Set<number>();
  /** How many there were, answered or not. */
  private asked: number;
  /** What is asked there is asked here, unless it was answered here. */
  private base: Questions | null;

  private constructor(base: Questions | null) {
    this.base = base;
    this.asked = base?.asked ?? 0;
  }

  static none(): Questions {
    return new Questions(null);
  }

  /** The same, to be changed without a change here. */
  forTrial(): Questions {
    return new Questions(this);
  }

  get size(): number {
    return this.own.size + (this.base === null ? 0 : this.base.size - this.answered.size);
  }

  ask(question: Omit<Question, 'number' | 'answer'>): void {
    this.asked += 1;
    this.own.set(this.asked, { number: this.asked, ...question, answer: null });
  }

  /** By its number. */
  get(number: number): Question | null {
    const own = this.own.get(number);
    if (own !== undefined) return own;
    return this.answered.has(number) ? null : (this.base?.get(number) ?? null);
  }

  answer(number: number): void {
    if (!this.own.delete(number) && this.get(number) !== null) this.answered.add(number);
  }

  answerAll(): void {
    this.own.clear();
    this.answered.clear();
    this.base = null;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<Question> {
    for (const each of this.base ?? []) if (!this.answered.has(each.number)) yield each;
    yield* this.own.values();
  }
}
