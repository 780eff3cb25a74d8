import { DEMO_CREDENTIALS, startSimulators } from '../../dev/simulators/start';
import { recordEvaluation } from '../../evals/record';
import { awsAccess } from '../../ops/aws-access';
import { sampleAnswers } from '../dev/simulators/sample-answers';

describe('the record of an evaluation', () => {
  it('is refused for a stage that is not there', async () => {
    const simulators = await startSimulators({ answers: sampleAnswers });
    const aws = awsAccess({ endpoint: simulators.endpoints.account, credentials: DEMO_CREDENTIALS });
    const evaluation = { passed: true, at: '2026-11-22T12:00:00.000Z', detail: '' };
    try {
      await expect(recordEvaluation(aws, { stage: 'prod', region: 'eu-west-1' }, evaluation)).rejects.toThrow(
        'There is no stack TalentMatch-prod-data with a state table in eu-west-1.',
      );
    } finally {
      aws.close();
      await simulators.close();
    }
  });
});
