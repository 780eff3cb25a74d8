/** Everything that a context can switch on, for tests; it stands where `npm run synth` has it from. */
export { everything } from '../../ops/deployments';
