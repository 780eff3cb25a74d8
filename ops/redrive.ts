/** `npm run redrive`: messages that were given up go back to their queues. */
import { main } from './operation';
import { redrive } from './redrive/command';

void main(redrive);
