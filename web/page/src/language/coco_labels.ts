import type { Language } from '../settings.ts';

/** COCO's categories, in the order of the detectors' outputs (models/labels.cpp). */
const english =
  'person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,cat,' +
  'dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,' +
  'baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,' +
  'sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,' +
  'remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush';

const french =
  'personne,vélo,voiture,moto,avion,bus,train,camion,bateau,feu de circulation,borne d’incendie,panneau stop,parcmètre,banc,' +
  'oiseau,chat,chien,cheval,mouton,vache,éléphant,ours,zèbre,girafe,sac à dos,parapluie,sac à main,cravate,valise,frisbee,skis,' +
  'snowboard,ballon,cerf-volant,batte de baseball,gant de baseball,skateboard,planche de surf,raquette de tennis,bouteille,' +
  'verre à vin,tasse,fourchette,couteau,cuillère,bol,banane,pomme,sandwich,orange,brocoli,carotte,hot-dog,pizza,donut,gâteau,' +
  'chaise,canapé,plante en pot,lit,table à manger,toilettes,télévision,ordinateur portable,souris,télécommande,clavier,' +
  'téléphone portable,micro-ondes,four,grille-pain,évier,réfrigérateur,livre,horloge,vase,ciseaux,ours en peluche,' +
  'sèche-cheveux,brosse à dents';

export const labels: Readonly<Record<Language, readonly string[]>> = { en: english.split(','), fr: french.split(',') };

const englishPlurals = {
  person: 'people',
  bus: 'buses',
  skis: 'skis',
  scissors: 'scissors',
  sheep: 'sheep',
  knife: 'knives',
  mouse: 'mice',
  toothbrush: 'toothbrushes',
};

/** "3 people", "1 car": for the ear, so that it need not be perfect for every label. */
export function countedLabel(language: Language, category: number, count: number): string {
  const label = labels[language][category] ?? `#${category}`;
  if (count === 1) return `1 ${label}`;
  if (language === 'fr') return `${count} ${label.replace(/^(\p{L}+)/u, frenchPlural)}`;
  const irregular = (englishPlurals as Record<string, string | undefined>)[label];
  return `${count} ${irregular ?? englishPlural(label)}`;
}

function englishPlural(label: string): string {
  return /(s|ch|sh)$/.test(label) ? `${label}es` : `${label}s`;
}

function frenchPlural(word: string): string {
  if (/[sxz]$/.test(word)) return word;
  if (/ea?u$/.test(word)) return `${word}x`;
  return /al$/.test(word) ? word.replace(/al$/, 'aux') : `${word}s`;
}
