import type { Answer } from '../system/answers.js';

/** Who answers, and where a failure to is told. */
interface Answering {
  readonly answer: (method: string, url: string) => Answer;
  readonly ledger: { fail(cause: unknown): void };
}

/** Whether the answer to a request has a body on the wire (RFC 9110, 6.4.1). */
export function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

/**
 * The answer to a request. A failure of the one who answers becomes a 500 for the product, and rejects
 * the next take: it is Candor's own fault and must not pass for the product's.
 */
export function answerTo(context: Answering, method: string, url: string): Answer {
  try {
    const answer = context.answer(method, url);
    if (!Number.isInteger(answer.status) || answer.status < 200 || answer.status > 599) {
      throw new RangeError(`An answer's status is from 200 to 599, not ${answer.status}.`);
    }
    if (!/^[\t\x20-\x7e]*$/.test(answer.contentType)) {
      throw new RangeError('An answer has a content type of printable ASCII.');
    }
    return answer;
  } catch (cause) {
    context.ledger.fail(cause);
    return { status: 500, contentType: 'text/plain', body: '' };
  }
}
