/** `npm run flags`: who is on which arm, maintenance, shadow: shown, changed, and the effect of it. */
import { flags } from './flags/command';
import { main } from './operation';

void main(flags);
