// Reads objects of Kubernetes as a JSON array and prints what is wrong with them as another. Values are checked by the
// validators of the API's schemas; those let pass what they do not know, so TypeScript then looks for fields that do not exist.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

/** The packages that know these groups of the API; the others are Kubernetes' own. */
const PACKAGES = {
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'kafka.strimzi.io': '@kubernetes-models/strimzi-kafka-operator',
};

const objects = JSON.parse(readFileSync(0, 'utf8'));
const complaints = [];
const source = [];
for (const [index, object] of objects.entries()) {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const module = `${PACKAGES[group] ?? 'kubernetes-models'}/${object.apiVersion}/${object.kind}`;
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const { [object.kind]: Model } = await import(module);
    new Model(object).validate();
  } catch (e) {
    complaints.push(`${name}: ${e.message}`);
  }
  source.push(`import type { I${object.kind} as T${index} } from '${module}'; const o${index}: T${index} = ${JSON.stringify(object)};`);
}

const file = 'manifests-to-check.ts';
writeFileSync(file, source.join('\n'));
const program = ts.createProgram([file], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: [],
});
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start).line;
  const name = line === undefined ? '' : `${objects[line].kind} ${objects[line].metadata?.name}: `;
  complaints.push(name + ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}
rmSync(file);
console.log(JSON.stringify(complaints));
