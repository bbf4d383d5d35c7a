import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { parse } from 'graphql';
import { documentOf, operationOf, type Step, variablesOf } from './flow.js';
import { flows } from './flows.js';
import { kept } from './session.js';
import { texts } from './texts.js';

interface Props {
  readonly language: 'en' | 'zh';
  /** Called with the role of the step that is opened. */
  readonly onRole: (role: Step['as']) => void;
}

/** Lists the worked examples; each opens in a tab of its own. */
export function ExamplesPanel({ language, onRole }: Props) {
  const { addTab, setOperationFacts, stop } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const open = (step: Step) => {
    onRole(step.as);
    stop();
    addTab();
    const text = documentOf(step);
    queryEditor?.setValue(text);
    variableEditor?.setValue(variablesOf(step, kept) ?? '');
    // The editor finds this out by itself, but later than somebody quick runs it.
    setOperationFacts({ documentAST: parse(text), operationName: operationOf(text) });
  };
  return (
    <section className="examples">
      <h2>{texts.examples[language]}</h2>
      <p>{texts.examplesHelp[language]}</p>
      {flows.map(({ title, steps }) => (
        <section key={title.en}>
          <h3>{title[language]}</h3>
          <ol>
            {steps.map((step) => (
              <li key={step.title.en}>
                <button type="button" disabled={!queryEditor || !variableEditor} onClick={() => open(step)}>
                  {step.title[language]}
                </button>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </section>
  );
}
