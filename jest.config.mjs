/** Jest runs the TypeScript sources through swc, as CommonJS, in parallel; no network and no order is assumed. */
// The SDK's note on Node 20 is not about what is tested.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// CDK's template rules run at `cdk synth`, once, and not in each test that makes a stack: they take two seconds a time.
process.env.CDK_VALIDATION = 'false';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // A guard against hangs, not a measure: no test asserts how long a thing takes.
  testTimeout: 60_000,
  // Jest leaves one core idle by default; on two cores that is half the machine.
  maxWorkers: '100%',
  // What the transformer and the modules of each file leave behind adds up; a worker that holds more is started anew.
  workerIdleMemoryLimit: '1500MB',
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Packages that ship only ES modules are transformed too.
  transformIgnorePatterns: ['/node_modules/(?!(unpdf)/)'],
};
