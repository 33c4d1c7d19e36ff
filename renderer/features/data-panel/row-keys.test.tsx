// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { NumberedRow } from '#ipc/row-port'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { RowDetail } from './RowDetail.tsx'
import { RowLines } from './RowLines.tsx'
import { RowTable } from './RowTable.tsx'

afterEach(cleanup)

const rows = Array.from({ length: 30 }, (_, index): NumberedRow => {
  return { number: 100 - index, kind: 'in', at: 0, json: '{}' }
})

function Panel({ layout }: { readonly layout: 'table' | 'lines' }) {
  const [selected, setSelected] = useState<number>()
  const row = rows.find(({ number }) => number === selected)
  const list = { label: 'Rows', rows, selected, onSelect: setSelected, onScrolled: () => undefined }
  return (
    <div>
      {layout === 'table' ? <RowTable {...list} columns={[]} /> : <RowLines {...list} />}
      <output>{selected ?? 'none'}</output>
      {row !== undefined && (
        <RowDetail
          row={row}
          nodeName="alarm"
          sink={undefined}
          station="row"
          onStation={() => undefined}
          onClose={() => setSelected(undefined)}
        />
      )}
    </div>
  )
}

test.each([
  ['table', 'grid'],
  ['lines', 'listbox'],
] as const)('the rows of a %s are chosen and opened by keys', (layout, role) => {
  render(
    <MantineProvider>
      <WorkspaceContext value={createWorkspace(createInMemoryClient())}>
        <Panel layout={layout} />
      </WorkspaceContext>
    </MantineProvider>,
  )
  const list = screen.getByRole(role)
  const after = (key: string) => {
    fireEvent.keyDown(list, { key })
    return screen.getByRole('status').textContent
  }
  expect(after('ArrowDown')).toBe('100')
  expect(after('ArrowDown')).toBe('99')
  expect(after('End')).toBe('71')
  expect(after('ArrowDown')).toBe('71')
  expect(after('PageUp')).toBe('81')
  expect(after('Home')).toBe('100')
  expect(after('ArrowUp')).toBe('100')
  expect(after('Enter')).toBe('100')
  expect(screen.getByRole('complementary').contains(document.activeElement)).toBe(true)
  expect(after('Escape')).toBe('none')
  expect(after('Enter')).toBe('100')
})
