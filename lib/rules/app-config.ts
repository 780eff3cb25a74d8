/** AppConfig: documents that their own validator refuses, and deployments that stand in each other's way. */
import Ajv from 'ajv';
import { inside, parsed } from './json-text';
import type { Place, Resource } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral, isRecord } from './template';

const VERSION = 'AWS::AppConfig::HostedConfigurationVersion';
const GUIDE = 'AppConfig user guide, validators';
/** Largest document of a hosted configuration. Source: AppConfig API reference, CreateHostedConfigurationVersion. */
const MOST_BYTES = 1_000_000;

/** Unknown formats and keywords of other drafts are not what this rule is about. */
function schemaFaults(schema: object, value: unknown): string | undefined {
  const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
  const { $schema, ...bare } = schema as Readonly<Record<string, unknown>>;
  const validate = ajv.compile(bare);
  return validate(value) ? undefined : ajv.errorsText(validate.errors).slice(0, 120);
}

function validators(profile: Resource): Place[] {
  return profile.get('Validators').items.filter((one) => one.get('Type').text === 'JSON_SCHEMA');
}

export const appConfig: readonly Rule[] = [
  {
    id: 'OPS-1701',
    title: 'Document that is not JSON, or that is too large',
    why: 'AppConfig refuses it: "Error validating configuration", or PayloadTooLarge.',
    fix: 'write it with JSON.stringify; keep it below 1 MB.',
    source: GUIDE,
    check: each(VERSION, function* (version) {
      const content = version.get('Content');
      const result = version.get('ContentType').text === 'application/json' ? parsed(content) : undefined;
      if (result !== undefined && 'fault' in result) yield fault(content, result.fault);
      if ((content.text?.length ?? 0) > MOST_BYTES) yield fault(content, `${content.text?.length} letters`);
    }),
  },
  {
    id: 'OPS-1702',
    title: 'Document that its own schema refuses',
    why: 'AppConfig refuses the version: "Error validating configuration against schema".',
    fix: 'mend the document or the schema; both come from one place.',
    source: GUIDE,
    check: each(VERSION, function* (version, cloud) {
      const content = version.get('Content');
      const value = inside(content)?.value;
      const profile = cloud.find(version.get('ConfigurationProfileId').text, 'AWS::AppConfig::ConfigurationProfile');
      if (profile === undefined || value === undefined || !isLiteral(content.text ?? '')) return;
      for (const validator of validators(profile)) {
        const schema = inside(validator.get('Content'))?.value;
        const said = isRecord(schema) ? schemaFaults(schema, value) : undefined;
        if (said !== undefined) yield fault(content, said);
      }
    }),
  },
  {
    id: 'OPS-1703',
    title: 'Schema that AppConfig can not read',
    why: 'AppConfig refuses the profile: an inline schema is JSON Schema of draft 4, in JSON.',
    fix: 'write "$schema": "http://json-schema.org/draft-04/schema#" and nothing of a later draft.',
    source: GUIDE,
    check: each('AWS::AppConfig::ConfigurationProfile', function* (profile) {
      for (const validator of validators(profile)) {
        const content = validator.get('Content');
        const schema = inside(content);
        const draft = schema?.get('$schema').text;
        if (schema === undefined && isLiteral(content.text ?? '')) yield fault(content, 'not JSON');
        else if (draft !== undefined && !/draft-04/.test(draft)) yield fault(content, `"${draft}"`);
        else if (/"(const|\$defs|prefixItems)":/.test(content.text ?? ''))
          yield fault(content, 'a keyword of a later draft');
      }
    }),
  },
  {
    id: 'OPS-1704',
    title: 'Two deployments to one environment at once',
    why: 'AppConfig refuses the second: "Deployment number … already in progress" (ConflictException).',
    fix: 'let one deployment depend on the other.',
    source: 'AppConfig API reference, StartDeployment',
    *check(cloud) {
      const all = cloud.all('AWS::AppConfig::Deployment');
      for (const [at, second] of all.entries()) {
        for (const first of all.slice(0, at)) {
          const where = (one: Resource) => JSON.stringify(one.get('EnvironmentId').value);
          const inOrder = cloud.after(second, first) || cloud.after(first, second);
          if (where(first) === where(second) && !inOrder)
            yield fault(second.get('EnvironmentId'), `${first.id} may run at the same time`);
        }
      }
    },
  },
];
