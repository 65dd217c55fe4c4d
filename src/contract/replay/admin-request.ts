import { request } from 'node:http';

export interface AdminAnswer {
  readonly status: number;
  readonly body: string;
}

const ANSWER_LIMIT = 8 * 1024 * 1024;
const PATIENCE = 30_000;

/** Asks the process of the mock servers for something. Rejects where it does not answer in 30 s, or without end. */
export function ask(port: number, method: string, path: string, body?: string): Promise<AdminAnswer> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > ANSWER_LIMIT) sent.destroy(new Error(`its answer is longer than ${ANSWER_LIMIT} bytes`));
      });
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
      answer.on('error', reject);
    });
    sent.setTimeout(PATIENCE, () => sent.destroy(new Error(`it was silent for ${PATIENCE / 1000} s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}
