/** An expectation that is not met: what was expected, what happened instead, the story, and the next step. */
export interface UnmetDetail {
  readonly expected: string;
  readonly instead: string;
  readonly story: readonly string[];
  readonly next: string;
}

export class UnmetExpectation extends Error {
  readonly detail: UnmetDetail;

  constructor(detail: UnmetDetail) {
    const story = detail.story.length === 0 ? "nothing has happened yet" : detail.story.join("\n");
    super(`expected: ${detail.expected}\ninstead:  ${detail.instead}\n\nthe story:\n${story}\n\nnext: ${detail.next}`);
    this.name = "UnmetExpectation";
    this.detail = detail;
  }
}
