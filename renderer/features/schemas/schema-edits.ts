import type { Draft } from 'immer'
import { schemaNameProblem, type ProjectDocument } from '../../state/ruleset.ts'

type Project = Draft<ProjectDocument>

/** What a new schema begins with. */
export const newSchemaText = `syntax = "proto3";

message Reading {
  string name = 1;
  double value = 2;
}
`

export function setSchema(project: Project, file: string, text: string): void {
  project.schemas = { ...project.schemas, [file]: text }
}

/** The last one goes with the property, so that a project without schemas is as it ever was. */
export function removeSchema(project: Project, file: string): void {
  const rest = Object.entries(project.schemas ?? {}).filter(([name]) => name !== file)
  if (rest.length === 0) delete project.schemas
  else project.schemas = Object.fromEntries(rest)
}

/** `Telemetry data.proto` becomes `Telemetry_data.proto`; a number is added where that is taken. */
export function freeSchemaName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/\.proto$/i, '').replace(/[^\w-]+/g, '_') || 'schema'
  for (let number = 1; ; number += 1) {
    const file = `${number === 1 ? stem : `${stem}_${number}`}.proto`
    if (!taken.some((other) => other.toLowerCase() === file.toLowerCase())) return file
  }
}

/** Why a new schema cannot have this name (without `.proto`); undefined where it can. */
export function nameFault(name: string, taken: readonly string[]): string | undefined {
  if (schemaNameProblem(`${name}.proto`) !== undefined) return 'Letters, digits, - and _ only.'
  const isTaken = taken.some((file) => file.toLowerCase() === `${name}.proto`.toLowerCase())
  return isTaken ? `${name}.proto is there already.` : undefined
}

/** Where a line and column, both from one, are in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  const start = before.reduce((offset, each) => offset + each.length + 1, 0)
  return Math.min(start + column - 1, text.length)
}
