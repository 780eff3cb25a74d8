/** How good the answers are, as far as code can tell, and how far the migration has come. */
import type { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { problemKinds } from '../../lambdas/http/problem';
import type { MetricName } from '../../lambdas/platform/metrics';
import { answeringOperations, ratedCapabilities } from '../custom-metrics';
import { calculated, type Sources } from '../metric-sources';
import { modelTiers } from '../model-tiers';
import { objectives } from '../objectives';
import { armsOf } from '../stage-arms';
import { graphs, numbers, text } from './dashboard-widgets';

/** Quality moves over days: an hour a point shows it, five minutes show noise. */
const HOUR = 60;

export function qualityDashboard(sources: Sources): IWidget[][] {
  return [
    [
      text(
        `# Quality and adoption of ${sources.config.stage}\n\nWhat code can tell without knowing the right answer. How well resumes are read, measured against known ones, is in docs/quality.md.`,
        { height: 3 },
      ),
    ],
    [numbers('Over the time shown', headline(sources))],
    adoptionRow(sources),
    matchRow(sources),
    resumeRow(sources),
    ratingRow(sources),
    refusalRow(sources),
  ];
}

function percent({ own }: Sources, name: MetricName, dimensions: Record<string, string>, label: string) {
  const share = own(name, dimensions, { stat: 'Average', period: HOUR });
  return calculated('100 * share', { share }, { label, period: HOUR });
}

function headline(sources: Sources) {
  const { own } = sources;
  return [
    ...answeringOperations.map((operation) =>
      percent(sources, 'AnswersOnAws', { operation }, `${operation} on AWS, %`),
    ),
    own('ResumeQuality', {}, { stat: 'p50', label: 'Quality of a resume, 0-100' }),
    own('BestMatchScore', {}, { stat: 'p50', label: 'Best score of a match, 0-100' }),
    percent(sources, 'MatchesWithoutResult', {}, 'Matches without a job, %'),
  ];
}

function adoptionRow(sources: Sources): IWidget[] {
  const { config, own } = sources;
  return graphs(
    {
      title: 'Adoption: answers from AWS',
      axis: '% of answers',
      max: 100,
      lines: answeringOperations.map((operation) => percent(sources, 'AnswersOnAws', { operation }, operation)),
      limits: [{ value: objectives.adoptionPercent, label: 'goal of the migration' }],
    },
    {
      title: 'Who gave the answers',
      axis: 'answers per hour',
      stacked: true,
      lines: modelTiers(config).map(({ provider, model }) =>
        own('AnswersServed', { provider, model }, { stat: 'Sum', period: HOUR, label: `${provider} ${model}` }),
      ),
    },
    {
      title: 'Degraded answers',
      axis: '% of answers',
      max: 100,
      lines: answeringOperations.map((operation) => percent(sources, 'AnswersDegraded', { operation }, operation)),
    },
  );
}

function matchRow(sources: Sources): IWidget[] {
  const { own } = sources;
  const read = (name: MetricName, stat: string, label: string) => own(name, {}, { stat, period: HOUR, label });
  return graphs(
    {
      title: 'Best score of a match',
      axis: 'score, 0 to 100',
      max: 100,
      lines: [read('BestMatchScore', 'p50', 'half of the matches'), read('BestMatchScore', 'p10', 'the worst tenth')],
    },
    {
      title: 'Jobs in a match',
      axis: 'jobs',
      lines: [read('MatchResults', 'p50', 'half of the matches'), read('MatchResults', 'p10', 'the worst tenth')],
    },
    {
      title: 'Matches without a job',
      axis: '% of matches',
      max: 100,
      lines: [percent(sources, 'MatchesWithoutResult', {}, 'no job found')],
    },
  );
}

function resumeRow(sources: Sources): IWidget[] {
  const { config, own } = sources;
  const read = (name: MetricName, stat: string, label: string) => own(name, {}, { stat, period: HOUR, label });
  const readers = modelTiers(config).filter(({ capability, isLocal }) => capability === 'text' && !isLocal);
  return graphs(
    {
      title: 'Quality of parsed resumes',
      axis: 'score, 0 to 100',
      max: 100,
      lines: [read('ResumeQuality', 'p50', 'half of the resumes'), read('ResumeQuality', 'p10', 'the worst tenth')],
    },
    {
      title: 'Values that models made up',
      axis: 'dropped values a resume',
      lines: [read('ValuesDropped', 'Average', 'average'), read('ValuesDropped', 'p95', 'the worst twentieth')],
    },
    {
      title: 'Answers of models that did not fit',
      axis: 'answers per hour',
      lines: readers.map(({ provider, model }) =>
        own(
          'ProviderInvalidAnswers',
          { provider, model },
          { stat: 'Sum', period: HOUR, label: `${provider} ${model}` },
        ),
      ),
    },
    {
      title: 'Hidden text and instructions to models',
      axis: '% of documents',
      lines: [
        percent(sources, 'HiddenTextFound', {}, 'hidden text'),
        percent(sources, 'InjectionSuspected', {}, 'instructions to a model'),
      ],
    },
  );
}

/** What users think of answers, and what is kept from them. */
function ratingRow({ config, own }: Sources): IWidget[] {
  const objective = [{ value: objectives.ratingLeast, label: 'promised' }];
  const each = (stat: string) =>
    ratedCapabilities.flatMap((capability) =>
      armsOf(config, capability).map((arm) =>
        own('AnswerRating', { capability, arm }, { stat, period: HOUR, label: `${capability} ${arm}` }),
      ),
    );
  return graphs(
    { title: 'Ratings by capability', axis: '1 to 5, average', max: 5, lines: each('Average'), limits: objective },
    { title: 'How many rated', axis: 'ratings per hour', stacked: true, lines: each('SampleCount') },
    {
      title: 'Ratings by model',
      axis: '1 to 5, average',
      max: 5,
      lines: modelTiers(config).map(({ provider, model }) =>
        own('ModelRating', { provider, model }, { stat: 'Average', period: HOUR, label: `${provider} ${model}` }),
      ),
      limits: objective,
    },
    {
      title: 'Sentences that the facts do not bear out',
      axis: 'left out of an explanation',
      lines: [
        own('ClaimsDropped', {}, { stat: 'Average', period: HOUR, label: 'average' }),
        own('ClaimsDropped', {}, { stat: 'p95', period: HOUR, label: 'the worst twentieth' }),
      ],
    },
  );
}

function refusalRow({ own }: Sources): IWidget[] {
  const codes = Object.keys(problemKinds);
  const ofDocuments = codes.filter((code) => code.startsWith('DOCUMENT_') || code === 'UNSUPPORTED_MEDIA_TYPE');
  const read = (code: string) => own('Problems', { code }, { stat: 'Sum', period: HOUR, label: code });
  return graphs(
    {
      title: 'Documents that could not be read',
      axis: 'requests per hour',
      stacked: true,
      lines: ofDocuments.map(read),
    },
    {
      title: 'Other requests refused or failed',
      axis: 'requests per hour',
      stacked: true,
      lines: codes.filter((code) => !ofDocuments.includes(code)).map(read),
    },
    {
      title: 'Work done',
      axis: 'per hour',
      lines: [
        own('TextsEmbedded', {}, { stat: 'Sum', period: HOUR, label: 'texts embedded for callers' }),
        own('JobsEmbedded', {}, { stat: 'Sum', period: HOUR, label: 'jobs embedded' }),
        own('IdempotentReplays', {}, { stat: 'Sum', period: HOUR, label: 'answers given again' }),
      ],
    },
  );
}
