import { detectLanguage } from '../../../lambdas/domain/language';

describe('language', () => {
  it.each([
    ['en', 'Managed a team of nurses in the intensive care unit and reported to the head of the ward for six years'],
    [
      'de',
      'Leitung der Buchhaltung mit fünf Mitarbeitenden und Erstellung der Monatsabschlüsse für die Gruppe seit 2015',
    ],
    ['fr', 'Responsable de la gestion des stocks et du suivi des commandes pour les clients dans une équipe de six'],
    [
      'es',
      'Responsable de la atención a los pacientes y del control de las historias clínicas en el hospital para adultos',
    ],
    ['ja', '東京の病院で看護師として五年間勤務しました。患者さんのケアを担当しています。'],
    ['zh', '负责公司财务报表的编制与分析工作，管理五人团队，完成年度预算和审计配合工作任务'],
  ])('recognises %s', (code, text) => {
    expect(detectLanguage(text)).toBe(code);
  });

  it('says nothing of a text that says too little', () => {
    expect(detectLanguage('ABC 123')).toBeNull();
  });
});
