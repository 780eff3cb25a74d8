/** `npm run shadows`: what was recorded of requests that both arms were asked. */
import { main } from './operation';
import { shadows } from './shadows/command';

void main(shadows);
