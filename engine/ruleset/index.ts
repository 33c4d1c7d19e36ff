/**
 * Projects: what is drawn (`ProjectDocument`), what eKuiper takes (`Ruleset`), what the engine runs
 * (`RunDefinition`) and what a folder holds, each from the other. Pure: nothing here reads a file.
 */
export type {
  CanvasNode,
  Position,
  ProjectDocument,
  Ruleset,
  SinkNode,
  SourceConfigurations,
  SourceNode,
  SqlNode,
} from './document.ts'
export { defaultMqttServer, embeddedServer, resolveEmbeddedServer } from './embedded-server.ts'
export { parseExactJson, printExactJson, withFloats } from './exact-json.ts'
export { documentToRuleset } from './export-document.ts'
export type { ExportResult } from './export-document.ts'
export { rulesetToDocument } from './import-ruleset.ts'
export type { ImportResult } from './import-ruleset.ts'
export { documentToLayout } from './layout.ts'
export type { NodeLayout, ProjectLayout } from './layout.ts'
export { freshNodeId, freshRuleId, freshStreamName, isValidRuleId, sqlName } from './names.ts'
export { rulesetCodes } from './problem.ts'
export type { DocumentProblem } from './problem.ts'
export { isProjectFile, readProjectFiles, writeProjectFiles } from './project-files.ts'
export type { ProjectFilesResult } from './project-files.ts'
export { parseRule } from './rule-json.ts'
export type { ParsedRule, RuleResult } from './rule-json.ts'
export { defaultRuleOptions } from './options.ts'
export type { RuleOptions } from './options.ts'
export { parseOptions } from './options-parse.ts'
export { parseRuleset, printRuleset } from './ruleset-text.ts'
export type { ParseRulesetResult } from './ruleset-text.ts'
export { documentToRunDefinition } from './run-definition.ts'
export type { RunDefinitionResult } from './run-definition.ts'
export type { NodeId, RuleDefinition, RunDefinition, RunProblem } from '../runtime/run.ts'
export { resolveRulesetSecrets, resolveSecrets } from './resolve-secrets.ts'
export type { ResolvedDefinition, ResolvedRuleset, SecretSource } from './resolve-secrets.ts'
export {
  freshSecretId,
  isBrokenReference,
  isSecretId,
  secretIdOf,
  secretIdsIn,
  secretReference,
} from './secret-reference.ts'
export { schemaFolder, schemaNameProblem } from './schemas.ts'
export type { Schemas } from './schemas.ts'
export { sampleDocument } from './sample.ts'
export { connectSource, disconnectSource, renameSource, sourcesOfSql } from './sql-sources.ts'
export type { SqlSource } from './sql-sources.ts'
export { printColumnType, streamForm, streamStatement } from './stream-form.ts'
export type { FormColumn, StreamForm } from './stream-form.ts'
export { renameStream, setStreamOption } from './stream-statement.ts'
export { canConnect, wiresOf } from './wires.ts'
export type { Wire } from './wires.ts'
