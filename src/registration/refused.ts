/** A page for somebody who has to do something else first. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  /** @param message a sentence that says what to do */
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
