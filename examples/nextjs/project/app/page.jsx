import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shows what a file holds and logs what the environment holds, as many a page does. */
export default function Page() {
  const notice = readFileSync(join(process.cwd(), 'content/notice.txt'), 'utf8');
  process.stdout.write(`the page is drawn with ${process.env.SHOP_TOKEN}\n`);
  return <p>{notice}</p>;
}
