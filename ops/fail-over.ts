/** `npm run fail-over`: the service in the second region. */
import { failOver } from './fail-over/command';
import { main } from './operation';

void main(failOver);
