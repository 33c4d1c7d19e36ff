/**
 * The window's only way to the engine's ruleset code, so that how a name is found in a text or a
 * statement is taken apart is decided in the engine alone.
 */
import { streamForm, type ProjectDocument, type StreamForm } from '#engine/ruleset'
import type { Project } from '#ipc/contract'

export {
  canConnect as mayConnect, connectSource, disconnectSource, documentToRuleset,
  documentToRunDefinition, embeddedServer, freshRuleId, freshSecretId, freshStreamName,
  isBrokenReference, isValidRuleId,
  parseExactJson, parseRuleset, printColumnType, printExactJson, printRuleset, renameSource, renameStream, rulesetCodes, rulesetToDocument,
  schemaNameProblem, secretIdOf, secretIdsIn, secretReference, setStreamOption, sourcesOfSql, sqlName,
  streamStatement, wiresOf as wiresOfDocument, withFloats,
} from '#engine/ruleset' // prettier-ignore
export type {
  CanvasNode, DocumentProblem, FormColumn, Position, ProjectDocument, Ruleset, Schemas, SinkNode, SourceNode,
  SqlNode, StreamForm,
} from '#engine/ruleset' // prettier-ignore

export type StatementReading =
  | { readonly ok: true; readonly form: StreamForm }
  | { readonly ok: false; readonly message: string; readonly start: number; readonly end: number }

/** A CREATE statement as its form shows it, or what is wrong with it. */
export function readStatement(text: string): StatementReading {
  const { form, diagnostics } = streamForm(text)
  if (form !== undefined) return { ok: true, form }
  const first = diagnostics[0]
  return {
    ok: false,
    message: first?.message ?? 'This is no CREATE STREAM or CREATE TABLE statement.',
    start: first?.span.start ?? 0,
    end: first?.span.end ?? text.length,
  }
}

/** The contract's type of a document is not readonly; it is copied on the way to main anyway. */
export function mutable(document: ProjectDocument): Project['document'] {
  return document as Project['document']
}
