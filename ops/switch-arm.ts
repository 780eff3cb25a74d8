/** `npm run switch-arm`: all users to the other arm. */
import { main } from './operation';
import { switchArm } from './switch-arm/command';

void main(switchArm);
