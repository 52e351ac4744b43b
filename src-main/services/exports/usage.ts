/** How to write with an exported model in Python, as its file tells. */
import type { LineBreaks } from '../../contract/settings.ts';

/** What the text of a prefix has to be made into, and what stands in what is written. */
const learnt: Readonly<Record<LineBreaks, string>> = {
  space: 'Line breaks were learnt as spaces.',
  own: String.raw`A line ends with "\n", a song with "\u001e".`,
  'space-each': 'Line breaks were learnt as spaces.',
};

export const onnxUsage = (lineBreaks: LineBreaks): string => `\
One step of a character-level recurrent neural network. Metadata: "vocabulary" is a JSON array with the character of every id.
Begin with a state of zeros. For each character, put its id and the state in: the logits are those of the character after it,
and next_state goes in together with that one. The texts of a batch are independent of each other. ${learnt[lineBreaks]}

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

export const safetensorsUsage = (lineBreaks: LineBreaks): string => `\
A character-level recurrent neural network. Metadata: "vocabulary" is a JSON array with the character of every id.
For the id x of each character: H = tanh(W_xh[x] + H W_hh + b_h), from zeros on; the logits of the character after it are
H W_hq + b_q. ${learnt[lineBreaks]}

    import json
    import numpy as np
    from safetensors import safe_open

    with safe_open("model.safetensors", "numpy") as file:
        vocabulary = json.loads(file.metadata()["vocabulary"])
        W = {name: file.get_tensor(name) for name in file.keys()}
    text, H = vocabulary[0], np.zeros_like(W["b_h"])
    for _ in range(50):
        x = vocabulary.index(text[-1])
        H = np.tanh(W["W_xh"][x] + H @ W["W_hh"] + W["b_h"])
        text += vocabulary[int(np.argmax(H @ W["W_hq"] + W["b_q"]))]
    print(text)
`;
