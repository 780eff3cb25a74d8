/** Backups: lifecycles, vaults in other regions, restore tests. */
import type { Cloud } from './cloud';
import type { Place, Resource } from './place';
import { each, fault, type Rule } from './rule';
import { isLiteral } from './template';

const PLAN = 'AWS::Backup::BackupPlan';
const VAULT = 'AWS::Backup::BackupVault';
/** Least time in cold storage. Source: Backup API reference, Lifecycle. */
const COLD_DAYS = 90;
/** Longest life of a continuous backup. Source: Backup developer guide, point-in-time recovery. */
const CONTINUOUS_DAYS = 35;

const planRules = (plan: Resource) => plan.get('BackupPlan.BackupPlanRule').items;

function* lifecycles(plan: Resource): Iterable<Place> {
  for (const rule of planRules(plan)) {
    yield rule.get('Lifecycle');
    for (const copy of rule.get('CopyActions').items) yield copy.get('Lifecycle');
  }
}

function vault(place: Place, cloud: Cloud): Resource | undefined {
  return cloud.find(place.text, VAULT);
}

export const backup: readonly Rule[] = [
  {
    id: 'OPS-1101',
    title: 'Backup that leaves cold storage too early',
    why: 'AWS Backup refuses it: DeleteAfterDays must be at least 90 days after MoveToColdStorageAfterDays.',
    fix: 'delete 90 days or more after the move, or do not move.',
    source: 'AWS Backup API reference, Lifecycle',
    check: each(PLAN, function* (plan) {
      for (const lifecycle of lifecycles(plan)) {
        const [cold, gone] = [lifecycle.get('MoveToColdStorageAfterDays').number, lifecycle.get('DeleteAfterDays')];
        if (cold !== undefined && gone.number !== undefined && gone.number < cold + COLD_DAYS) {
          yield fault(gone, `cold after ${cold} days, deleted after ${gone.number}`);
        }
      }
    }),
  },
  {
    id: 'OPS-1102',
    title: 'Continuous backup that is kept too long or moved',
    why: 'AWS Backup refuses it: continuous backups live 35 days at most and never go to cold storage.',
    fix: 'set DeleteAfterDays of 35 or less without cold storage, or EnableContinuousBackup: false.',
    source: 'AWS Backup developer guide, point-in-time recovery',
    check: each(PLAN, function* (plan) {
      for (const rule of planRules(plan)) {
        if (!rule.get('EnableContinuousBackup').isTrue) continue;
        const gone = rule.get('Lifecycle.DeleteAfterDays');
        const cold = rule.get('Lifecycle.MoveToColdStorageAfterDays');
        if ((gone.number ?? Infinity) > CONTINUOUS_DAYS) yield fault(gone, `${gone.number ?? 'for ever'} days`);
        else if (cold.exists) yield fault(cold, 'cold storage');
      }
    }),
  },
  {
    id: 'OPS-1103',
    title: 'Backup or copy into a vault that does not exist',
    why: 'The backup is refused, or the copy fails each night: no deployment fails, and there is nothing to restore.',
    fix: 'make the vault in the region of the copy in a stack of this app, and deploy that stack first.',
    source: 'AWS Backup developer guide, creating copies across Regions',
    check: each(PLAN, function* (plan, cloud) {
      for (const rule of planRules(plan)) {
        const places = [
          rule.get('TargetBackupVault'),
          ...rule.get('CopyActions').items.map((copy) => copy.get('DestinationBackupVaultArn')),
        ];
        for (const place of places) {
          const target = vault(place, cloud);
          const region = /^arn:[^:]+:backup:([a-z0-9-]+):/.exec(place.text ?? '')?.[1];
          if (target === undefined) {
            if (isLiteral(place.text ?? ''))
              yield fault(place, place.text === undefined ? 'no vault' : `no stack makes "${place.text}"`);
          } else if (region !== undefined && target.region !== undefined && region !== target.region) {
            yield fault(place, `${target.id} is in ${target.region}, not in ${region}`);
          } else if (!cloud.after(plan, target)) yield fault(place, `the plan may be made before ${target.id}`);
        }
      }
    }),
  },
  {
    id: 'OPS-1104',
    title: 'Backup windows that do not add up',
    why: 'AWS Backup refuses it: a start window has 60 minutes at least, and completion comes at least an hour after it.',
    fix: 'set StartWindowMinutes to 60 or more and CompletionWindowMinutes to 60 more than that, or neither.',
    source: 'AWS Backup API reference, BackupRule',
    check: each(PLAN, function* (plan) {
      for (const rule of planRules(plan)) {
        const [start, done] = [rule.get('StartWindowMinutes'), rule.get('CompletionWindowMinutes')];
        if (start.exists && (start.number ?? 0) < 60) yield fault(start, `${start.number} minutes`);
        else if (done.exists && (done.number ?? 0) < (start.number ?? 60) + 60)
          yield fault(done, `${done.number} minutes after a start of ${start.number ?? 60}`);
      }
    }),
  },
  {
    id: 'OPS-1105',
    title: 'Backup plan that selects nothing',
    why: 'Plans without a selection run for nobody: there is nothing to restore, and no deployment fails.',
    fix: 'add a selection of the tables and buckets by reference (plan.addSelection).',
    source: 'AWS Backup developer guide, assigning resources',
    check: each(PLAN, function* (plan, cloud) {
      const selections = cloud
        .all('AWS::Backup::BackupSelection')
        .filter((one) => cloud.named(one.get('BackupPlanId').value).includes(plan));
      const isEmpty = selections.every((one) =>
        ['Resources', 'ListOfTags', 'Conditions'].every(
          (kind) => one.get(`BackupSelection.${kind}`).items.length === 0,
        ),
      );
      if (isEmpty) yield fault(plan.get('BackupPlan'), selections.length === 0 ? 'no selection' : 'empty selections');
    }),
  },
  {
    id: 'OPS-1106',
    title: 'Restore test with signs in its name, or with nothing to restore',
    why: 'AWS Backup refuses other signs than letters, digits and underscores in these names; a plan without a selection tests nothing.',
    fix: 'write RestoreTestingPlanName and RestoreTestingSelectionName with underscores; add a selection.',
    source: 'AWS Backup API reference, CreateRestoreTestingPlan',
    *check(cloud) {
      const selections = cloud.all('AWS::Backup::RestoreTestingSelection');
      const names = [
        ...cloud.all('AWS::Backup::RestoreTestingPlan').map((plan) => plan.get('RestoreTestingPlanName')),
        ...selections.map((one) => one.get('RestoreTestingSelectionName')),
      ];
      for (const name of names) {
        if (name.text !== undefined && isLiteral(name.text) && !/^[A-Za-z0-9_]{1,50}$/.test(name.text))
          yield fault(name, `"${name.text}"`);
      }
      for (const plan of cloud.all('AWS::Backup::RestoreTestingPlan')) {
        const name = plan.get('RestoreTestingPlanName');
        const isUsed = selections.some((one) => {
          const of = one.get('RestoreTestingPlanName');
          return of.text === name.text || cloud.named(of.value).includes(plan);
        });
        if (!isUsed) yield fault(name, 'no selection');
      }
    },
  },
];
