/** How to write with an exported model in Python, as its file tells. */
import type { CellName } from '../../contract/architecture.ts';
import { nextInPython, stepInPython } from '../../store/models/model-readme.ts';
import type { LineBreaks, TrainingSettings } from '../../contract/settings.ts';

/** Of each cell, in the book's letters. */
const formulas: Readonly<Record<CellName, string>> = {
  rnn: 'H = tanh(W_xh[x] + H W_hh + b_h)',
  gru:
    'Z = σ(W_xz[x] + H W_hz + b_z), R = σ(W_xr[x] + H W_hr + b_r), N = tanh(W_xh[x] + (R ⊙ H) W_hh + b_h), ' +
    'H = Z ⊙ H + (1 − Z) ⊙ N',
  lstm:
    'I = σ(W_xi[x] + H W_hi + b_i), F = σ(W_xf[x] + H W_hf + b_f), O = σ(W_xo[x] + H W_ho + b_o), ' +
    'C = F ⊙ C + I ⊙ tanh(W_xc[x] + H W_hc + b_c), H = O ⊙ tanh(C)',
};
function formulasOf({ cell, activation, embeddingSize }: TrainingSettings): string {
  const named = activation === 'relu' ? formulas[cell].replace('tanh', 'relu') : formulas[cell];
  return embeddingSize > 0 ? named.replaceAll(/(W_x.)\[x\]/g, 'E[x] $1') : named;
}

/** What the layers above the first one do. */
const aboveIt = ({ layers }: TrainingSettings): string =>
  layers === 1
    ? ''
    : `; so do the layers above it, ${layers} in all, whose parameters end with its number, such as W_hh_2, with the H of the layer below in place of the character`;

const indented = (line: string): string => (line === '' ? '' : `    ${line}`);

/** What the text of a prefix has to be made into, and what stands in what is written. */
const learnt: Readonly<Record<LineBreaks, string>> = {
  space: 'Line breaks were learnt as spaces.',
  own: String.raw`A line ends with "\n", a song with "\u001e".`,
  'space-each': 'Line breaks were learnt as spaces.',
};

/** Said in whatever is given away. */
const WITHOUT_LYRICS =
  'The lyrics that it was trained on are not in this file; it may write lines of them again.';

export const onnxUsage = (lineBreaks: LineBreaks): string => `\
One step of a character-level recurrent neural network. Metadata: "vocabulary" is a JSON array with the character of every id.
Begin with a state of zeros. For each character, put its id and the state in: the logits are those of the character after it,
and next_state goes in together with that one. The texts of a batch are independent of each other. ${learnt[lineBreaks]}
${WITHOUT_LYRICS}

    import json
    import numpy as np
    import onnxruntime

    model = onnxruntime.InferenceSession("model.onnx")
    vocabulary = json.loads(model.get_modelmeta().custom_metadata_map["vocabulary"])
    text, state = vocabulary[0], np.zeros((1, model.get_inputs()[1].shape[1]), np.float32)
    for _ in range(50):
        ids = np.array([vocabulary.index(text[-1])])
        logits, state = model.run(["logits", "next_state"], {"ids": ids, "state": state})
        text += vocabulary[int(logits.argmax())]
    print(text)
`;

export const safetensorsUsage = (settings: TrainingSettings): string => `\
A character-level recurrent neural network. Metadata: "vocabulary" is a JSON array with the character of every id.
For the id x of each character: ${formulasOf(settings)}, from zeros on${aboveIt(settings)}; the logits of the character after it are
${settings.tied ? 'H Eᵀ' : 'H W_hq'} + b_q. ${learnt[settings.lineBreaks]}
${WITHOUT_LYRICS}

    import json
    import numpy as np
    from safetensors import safe_open

    with safe_open("model.safetensors", "numpy") as file:
        vocabulary = json.loads(file.metadata()["vocabulary"])
        W = {name: file.get_tensor(name) for name in file.keys()}
${stepInPython(settings).map(indented).join('\n')}
        text += ${nextInPython(settings)}
    print(text)
`;
