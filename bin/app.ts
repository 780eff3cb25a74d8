/** The CDK app: context → StageConfig → stacks; nothing else reads the context or the credentials' account and region. */
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { DeploySafety } from '../lib/rules/plugin';
import { ConfigurationError, stageConfig } from '../lib/stages';
import { talentMatch } from '../lib/talent-match';

const app = new App();
/** Keys of CDK's own (feature flags, look-ups, the CLI) have a colon, a slash or a hyphen; ours have not. */
const own = Object.fromEntries(Object.entries(app.node.getAllContext()).filter(([key]) => /^[A-Za-z]+$/.test(key)));
const defaults = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };

try {
  talentMatch(app, stageConfig(own, defaults), own);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`\n${error.message}\n\n`);
  process.exit(1);
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new DeploySafety());
