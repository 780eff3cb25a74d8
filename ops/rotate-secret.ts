/** `npm run rotate-secret`: gives the service a new key of a vendor, without downtime. */
import { main } from './operation';
import { rotateSecret } from './rotate-secret/command';
import { readKey } from './rotate-secret/read-key';
import { tryKeyAt } from './rotate-secret/try-key';

const prompt = (text: string) => process.stderr.write(text);
void main(rotateSecret({ readKey: () => readKey(process.stdin, prompt), tryKey: tryKeyAt() }));
