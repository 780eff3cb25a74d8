import { type Simulators, startSimulators } from '../../dev/simulators/start';
import { rulesModel } from '../../lambdas/providers/rules/rules-model';
import { readOccupations, readSkillTaxonomy } from '../../lambdas/reference/read-reference';
import { sampleAnswers } from '../dev/simulators/sample-answers';
import { wiredBedrock, wiredOpenAi } from '../lambdas/providers/wired';
import { describeTextModel } from './text-model.contract';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators({ answers: sampleAnswers });
});
afterAll(() => simulators.close());

describeTextModel('Bedrock with a forced tool', () => wiredBedrock(simulators), true);
describeTextModel(
  'Bedrock with an offered tool',
  () => wiredBedrock(simulators, 'us.anthropic.claude-sonnet-5-5'),
  true,
);
describeTextModel('Bedrock with a JSON Schema', () => wiredBedrock(simulators, 'openai.gpt-oss-120b-1:0'), true);
describeTextModel(
  'Bedrock with JSON in text',
  () => wiredBedrock(simulators, 'mistral.mistral-7b-instruct-v0:2'),
  true,
);
describeTextModel('OpenAI', () => wiredOpenAi(simulators), true);
describeTextModel(
  'The rules',
  () => rulesModel({ taxonomy: readSkillTaxonomy(), occupations: readOccupations() }),
  false,
);
