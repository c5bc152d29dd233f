#!/usr/bin/env node
// A plugin for buf and protoc: proto files with comments in the conventions of CSI in, field table out.
import { createEcmaScriptPlugin, runNodeJs } from '@bufbuild/protoplugin';
import { fieldTable } from './field-table.js';
import { printFieldTable } from './print-field-table.js';

runNodeJs(
  createEcmaScriptPlugin({
    name: 'protoc-gen-csi-field-table',
    version: 'v1',
    generateTs(schema) {
      const table = fieldTable(schema.files, schema.allFiles);
      const file = schema.generateFile('field-table.ts');
      for (const line of printFieldTable(
        table,
        schema.files.map((source) => `${source.name}.proto`),
      )) {
        file.print(line);
      }
    },
  }),
);
