/** `README.md` of a model file: what it is, and how to read it without this product. */
import {
  architectureOf,
  bookParameters,
  stateParts,
  type CellName,
} from '../../contract/architecture.ts';
import { hasPart } from '../../contract/optimisers/optimisers.ts';
import type { TrainingSettings } from '../../contract/settings.ts';

type Kind = Pick<TrainingSettings, 'cell' | 'activation' | 'layers' | 'embeddingSize' | 'tied'>;

/** What a step makes of the last state, in NumPy; `of` is what goes into a gate. */
const steps: Readonly<Record<CellName, readonly string[]>> = {
  rnn: ['H = np.tanh(of("h", H))'],
  gru: [
    'Z, R = sigmoid(of("z", H)), sigmoid(of("r", H))',
    'H = Z * H + (1 - Z) * np.tanh(of("h", R * H))',
  ],
  lstm: [
    'I, F, O = (sigmoid(of(gate, H)) for gate in "ifo")',
    'C = F * C + I * np.tanh(of("c", H))',
    'H = O * np.tanh(C)',
  ],
};

const tuple = (parts: readonly string[]): string =>
  parts.length > 1 ? `(${parts.join(', ')})` : parts.join();

/** @returns the lines of a program that has the parameters in `W`, up to the state after a character */
export function stepInPython(kind: Kind): string[] {
  const { cell, activation, layers, embeddingSize } = kind;
  const body = steps[cell].map((line) =>
    activation === 'relu' ? line.replace('np.tanh(of("h", H))', 'np.maximum(of("h", H), 0)') : line,
  );
  const sigmoid = cell === 'rnn' ? [] : ['sigmoid = lambda z: 1 / (1 + np.exp(-z))'];
  const zeros = `np.zeros(${kind.tied ? 'W["E"].shape[1]' : 'W["W_hq"].shape[0]'}, np.float32)`;
  const read = 'x = vocabulary.index(text[-1])';
  const [, ...others] = stateParts(cell);
  if (layers === 1) {
    const seen = embeddingSize > 0 ? 'W["E"][x] @ W["W_x" + gate]' : 'W["W_x" + gate][x]';
    return [
      ...sigmoid,
      `of = lambda gate, H: ${seen} + H @ W["W_h" + gate] + W["b_" + gate]`,
      `text, H = vocabulary[0], ${zeros}`,
      ...others.map((part) => `${part} = H`),
      'for _ in range(50):',
      ...[read, ...body].map(indented),
    ];
  }
  const places = Array.from({ length: layers }, (_, layer) => (layer === 0 ? '' : `_${layer + 1}`));
  return [
    ...sigmoid,
    'of = lambda gate, H: X @ W["W_x" + gate + layer] + H @ W["W_h" + gate + layer] + W["b_" + gate + layer]',
    `layers = ${JSON.stringify(places)}`,
    `zeros = ${zeros}`,
    `text, states = vocabulary[0], {layer: ${tuple(['zeros', ...others.map(() => 'zeros')])} for layer in layers}`,
    'for _ in range(50):',
    ...[
      read,
      `X = ${embeddingSize > 0 ? 'W["E"][x]' : 'np.eye(len(vocabulary), dtype=np.float32)[x]'}`,
      'for layer in layers:',
      ...[
        `${['H', ...others].join(', ')} = states[layer]`,
        ...body,
        `states[layer], X = ${tuple(['H', ...others])}, H`,
      ].map(indented),
    ].map(indented),
  ];
}

const indented = (line: string): string => `    ${line}`;

/** @returns in such a program, what the next character is */
export const nextInPython = ({ tied }: Pick<Kind, 'tied'>): string =>
  `vocabulary[int(np.argmax(${tied ? 'W["E"] @ H' : 'H @ W["W_hq"]'} + W["b_q"]))]`;

/** What the network is and how its weights were changed, by the names that `manifest.json` has for them. */
function factsOf(settings: TrainingSettings): string[] {
  const { cell, activation, layers, hiddenSize, embeddingSize, tied, dropout } = settings;
  const { firstWeights, optimiser, learningRate, momentum, weightDecay } = settings;
  const { sampling, detach, schedule, warmup, stepPeriod, stepFactor, clip, clippingThreshold } =
    settings;
  const has = (setting: string): boolean => hasPart(setting, settings);
  const embedding =
    embeddingSize === 0
      ? 'one-hot'
      : `E = ${embeddingSize}${tied ? ', also the output weights · 兼作输出权重' : ''}`;
  const clips = clip !== 'off' && clippingThreshold > 0;
  const facts: [name: string, values: (string | false)[]][] = [
    ['cell · 循环单元', [`\`${cell}\``, cell === 'rnn' && activation]],
    ['hidden units · 隐藏单元数', [`H = ${hiddenSize}`]],
    ['layers · 层数', [String(layers)]],
    ['embedding · 嵌入', [embedding]],
    ['first weights · 初始权重', [`\`${firstWeights}\``]],
    ['dropout · 丢弃法', [dropout === 0 ? 'none · 无' : `p = ${dropout}`]],
    [
      'optimiser · 优化算法',
      [
        `\`${optimiser}\``,
        `η = ${learningRate}`,
        has('momentum') && `β = ${momentum}`,
        has('weightDecay') && `λ = ${weightDecay}`,
      ],
    ],
    [
      'schedule · 学习率调度',
      [
        `\`${schedule}\``,
        has('stepPeriod') && `× ${stepFactor} / ${stepPeriod} epochs · 轮`,
        warmup > 0 && `warm-up · 预热: ${warmup} epochs · 轮`,
      ],
    ],
    [
      'clipping · 裁剪',
      [clips ? `\`${clip}\`` : 'off · 不裁剪', clips && `θ = ${clippingThreshold}`],
    ],
    [
      'sampling · 采样',
      [
        `\`${sampling}\``,
        sampling === 'consecutive' && !detach && 'state not detached · 不分离隐藏状态',
      ],
    ],
  ];
  return facts.map(([name, values]) => `| ${name} | ${values.filter(Boolean).join(', ')} |`);
}

/** To whoever is given the file: whether the text that was learnt can be read in it. */
const withText = `\
**The text that was learnt is in this file** (\`corpus.txt\`): whoever gets it can read it.
**这个文件里有学过的原文**（\`corpus.txt\`）：拿到它的人都能读到。`;
const withoutText = `\
**The text that was learnt is not in this file**, only what the model has learnt from it; it may write lines of it again.
**这个文件里没有学过的原文**，只有模型从中学到的；它可能会再写出其中的句子。`;

/**
 * @param settings of the run that made the model
 * @param hasText whether the text that was learnt is in the file
 */
export const modelReadme = (
  settings: TrainingSettings,
  hasText: boolean,
): string => `# A Verseloom model · 词织模型

This file is a zip. It holds a character-level recurrent neural network that was trained on a text, and all that was kept of its training.
这个文件是一个 zip，里面是一个按字训练的循环神经网络，以及训练留下的全部内容。

${hasText ? withText : withoutText}

| network and training · 网络与训练 | |
|---|---|
${factsOf(settings).join('\n')}

| file · 文件 | content | 内容 |
|---|---|---|
| \`manifest.json\` | name, settings, vocabulary (the character of every id) | 名字、设置、词表（每个编号是哪个字） |
| \`weights.safetensors\` | the weights, float32: ${shapesOf(settings)} | 权重，float32 |
| \`history.csv\` | a line for each epoch: perplexity, seconds, mean gradient norm, share of clipped steps | 每轮一行：困惑度、秒数、平均梯度范数、被裁剪的步数所占比例 |
| \`samples.jsonl\` | what the model wrote during training | 训练途中的试写 |
| \`training.safetensors\` | where the training stands, to go on with it (not always there) | 训练进行到哪里，供接着训练（不一定有） |
| \`v.safetensors\`, \`s.safetensors\` | averages of the gradients and of their squares, which its optimiser keeps (not always there) | 优化算法留存的梯度平均和平方平均（不一定有） |
| \`best.safetensors\` | the weights of the saved step of the lowest perplexity, if that is not the last one | 已保存的各步中困惑度最低的权重（最后一步就是最低时没有） |
| \`corpus.txt\` | the text that was learnt, in UTF-8 (not always there) | 学过的原文，UTF-8（不一定有） |

To write with the model in Python / 用 Python 读取并续写（\`pip install numpy safetensors\`）:

\`\`\`python
import json, zipfile
import numpy as np
from safetensors.numpy import load

with zipfile.ZipFile("model.verse") as file:
    manifest = json.loads(file.read("manifest.json"))
    W = load(file.read("weights.safetensors"))

vocabulary = manifest["vocabulary"]
${stepInPython(settings).join('\n')}
    text += ${nextInPython(settings)}
print(text)
\`\`\`
`;

/** Such as `W_xh [V, H], W_hh [H, H]`. */
function shapesOf(kind: Kind): string {
  // Sides that can be told apart; those of tied weights are the same, and H.
  const letters = new Map([
    [3, 'V'],
    [2, 'E'],
    [1, 'H'],
  ]);
  const embeddingSize = kind.embeddingSize === 0 ? 0 : kind.tied ? 1 : 2;
  return bookParameters(architectureOf({ ...kind, embeddingSize, hiddenSize: 1 }, 3))
    .map(({ name, shape }) => `${name} [${shape.map((side) => letters.get(side)).join(', ')}]`)
    .join(', ');
}
