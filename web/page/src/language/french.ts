import type { Words } from './english.ts';

export const french: Words = {
  languageName: 'Français',
  tagline: 'Plusieurs cuisiniers, chacun coupant plusieurs haricots',
  skip: 'Aller à l’image',
  pictureLabel: 'L’image avec ses cadres',
  settingsLabel: 'Réglages',

  start: {
    title: 'Voyez ce que voit votre processeur',
    what:
      'Brigade trouve et suit des personnes, des voitures, des chats et 77 autres sortes d’objets dans une vidéo en direct, à la pleine ' +
      'vitesse du processeur de cette machine : capture, détection, suivi et rendu ont chacun leur poste, comme les cuisiniers d’une brigade.',
    private: 'Aucun pixel ne quitte cet appareil : tout tourne dans cette page, qui ne parle à aucun autre site.',
    camera: 'Utiliser ma caméra',
    sample: 'Lire l’exemple',
    synthetic: 'Scène de synthèse',
    file: 'Ouvrir un fichier',
    drop: 'Vous pouvez aussi déposer une vidéo, une image ou un fichier .y4m n’importe où sur cette page.',
  },

  loading: {
    source: 'Ouverture de la source…',
    engine: 'Chargement du moteur…',
    model: 'Chargement du modèle…',
    session: 'On allume les fourneaux…',
  },

  figures: {
    label: 'Mesures',
    framesPerSecond: 'images/s',
    latency: 'latence',
    staleness: 'âge des cadres',
    engine: 'moteur',
    threads: (count) => (count === 1 ? '1 thread' : `${count} threads`),
    inPrecision: (threads, precision) => `${threads}, ${precision}`,
    milliseconds: 'ms',
    framesPerSecondHint: 'Images affichées en une seconde',
    latencyHint: 'De la capture d’une image à la fin de son dessin (médiane)',
    stalenessHint: 'Temps écoulé depuis la capture de l’image où les cadres affichés ont été détectés (médiane)',
  },

  tools: {
    label: 'Commandes de l’image',
    pause: 'Pause',
    resume: 'Reprendre',
    snapshot: 'Photo',
    record: 'Enregistrer',
    stopRecording: 'Arrêter l’enregistrement',
    xray: 'Rayons X',
    stop: 'Fermer la source',
    help: 'Aide',
    copyLink: 'Copier le lien',
    theme: { light: 'Clair', dark: 'Sombre', label: 'Passer au clair ou au sombre' },
    otherLanguage: 'English',
  },

  source: {
    title: 'Source',
    names: { camera: 'Caméra', screen: 'Écran', sample: 'Exemple', synthetic: 'Synthèse', file: 'Fichier' },
    openFile: 'Ouvrir un fichier',
    dropHere: 'Déposez ici une vidéo, une image ou un fichier .y4m',
    camera: 'Caméra',
    front: 'Avant (en miroir)',
    back: 'Arrière',
    resolution: 'Résolution',
    capture: 'Capture',
    captureNames: {
      automatic: 'Automatique',
      'track-processor': 'Processeur de piste',
      'video-frame': 'Images vidéo',
      canvas: 'Canevas',
    },
    ways: { 'track-processor': 'Processeur de piste', 'video-frame': 'Images vidéo', canvas: 'Canevas' },
    wayReason: (way, why) => `${way} : ${why}.`,
    wayReasons: {
      best: 'la meilleure qui soit',
      'no-track-processor': 'ce navigateur n’a pas de processeur de piste',
      'no-video-frame': 'ce navigateur ne donne pas les images des vidéos',
      'video-element': 'un fichier est lu par un élément vidéo',
      wished: 'selon votre choix',
      'wish-impossible': 'votre choix ne peut pas marcher ici',
    },
    sampleAbsent: 'La vidéo d’exemple ne fait pas partie de ce site.',
  },

  detector: {
    title: 'Détecteur',
    model: 'Modèle',
    modelNames: { centernet: 'CenterNet', nanodet: 'NanoDet' },
    absent: 'absent de ce site',
    precision: 'Précision',
    precisionNames: { f32: 'Flottants', int8: 'int8' },
    inIntegers: (steps) => `${steps === 1 ? '1 étape' : `${steps} étapes`} du réseau en entiers, les autres en flottants`,
    noIntegers: 'Poids arrondis, mais tout en flottants : sans SIMD, c’est plus rapide que les entiers',
    size: 'Taille d’entrée',
    sizeAtMost: 'Taille d’entrée au plus',
    hold: 'Tenir des détections par seconde',
    holdOff: 'non',
    holdRate: (rate) => `${rate}/s`,
    holdImpossible: 'en direct et à la chaîne seulement',
    score: 'Score minimal',
    classes: 'Classes',
    allClasses: 'Toutes (80)',
    someClasses: (count) => (count === 1 ? '1 choisie' : `${count} choisies`),
    search: 'Chercher une classe',
    noneFound: 'Aucune classe ne porte ce nom.',
    showAll: 'Tout montrer',
    xray: 'Rayons X : ce que voit le réseau',
    xrayOff: 'Aucun',
  },

  engine: {
    title: 'Cuisiniers et couteaux',
    variant: 'Couteaux',
    automatic: 'Automatique',
    names: { relaxed: 'SIMD relâché', simd: 'SIMD', scalar: 'Scalaire', single: 'Seul' },
    hints: {
      relaxed: 'Le plus tranchant : la multiplication-addition du processeur.',
      simd: 'Quatre haricots d’un coup.',
      scalar: 'Un haricot à la fois.',
      single: 'SIMD, mais un seul cuisinier pour tout.',
    },
    threads: 'Cuisiniers (threads)',
    mode: 'Travail',
    modes: { pipelined: 'À la chaîne', sequential: 'L’un après l’autre' },
    running: (variant, reason) => `${variant} : ${reason}`,
    reasons: { fastest: 'le plus rapide que ce navigateur exécute', wished: 'selon votre choix' },
    obstacles: {
      'no-simd': 'ce navigateur n’a pas le SIMD de WebAssembly',
      'no-relaxed-simd': 'ce navigateur n’a pas encore le SIMD relâché',
      'no-threads': 'ce navigateur n’a pas les threads de WebAssembly',
      'no-isolation': 'cette page n’est pas isolée et ne peut donc partager de mémoire entre threads',
      failed: 'il ne s’est pas chargé',
    },
    sequentialOnly: 'Sans mémoire partagée, il n’y a qu’un cuisinier, qui fait une chose après l’autre.',
  },

  downloads: {
    title: 'À emporter',
    tracksJson: 'Pistes (JSON)',
    tracksMot: 'Pistes (texte MOT)',
    startTrace: 'Enregistrer une trace',
    stopTrace: 'Arrêter et garder la trace',
    traceHint: 'La trace s’ouvre dans Perfetto (ui.perfetto.dev).',
    diagnostics: 'Copier le diagnostic',
    keep: 'Garder pour le hors-ligne',
    rows: (rows, dropped) =>
      dropped === 0
        ? `${rows} lignes jusqu’ici`
        : `les ${rows} lignes les plus récentes ; ${dropped} plus anciennes ont été abandonnées`,
  },

  kitchen: {
    title: 'La cuisine',
    intro:
      'Quatre postes qui travaillent en même temps. Le SIMD aligne les haricots verts et les coupe d’un seul coup ; les threads sont ' +
      'plusieurs cuisiniers qui partagent un garde-manger. Pointez un poste pour voir ce qu’il fait.',
    stations: { capture: 'Capture', detect: 'Détection', track: 'Suivi', render: 'Rendu' },
    perSecond: '/s',
    service: 'ms l’une',
    idle: 'au repos',
    busy: (percent) => `occupé à ${percent} %`,
    queue: (depth) => (depth === 1 ? '1 attend' : `${depth} attendent`),
    dropped: (count, cause) => `${count} ${cause}`,
    causes: { replaced: 'remplacées', 'pool exhausted': 'sans place', discarded: 'abandonnées' },
    slowest: 'le plus lent',
    held: (size, threads, perSecond, wanted) =>
      `${size} px, ${threads === 1 ? '1 thread' : `${threads} threads`} : ${perSecond}/s sur ${wanted} voulues`,
    atMost: 'la plus grande entrée permise',
    heldBecause: {
      'too slow': (size, ms) => `${size} px prenait ${ms} ms`,
      room: (size, ms) => `${size} px ne prenait que ${ms} ms`,
      'out of reach': (size, ms) => `trop lent quand même : ${size} px prend ${ms} ms`,
    },
    explain: {
      capture:
        'La porte des livraisons : chaque image est posée directement dans une caisse libre du garde-manger commun. En vrai : les pixels ' +
        'de la caméra, copiés une seule fois dans une place de la réserve d’images en mémoire partagée.',
      detect:
        'La planche à découper : les haricots sont alignés, un coup du couteau SIMD en coupe plusieurs, et plusieurs cuisiniers coupent ' +
        'ensemble. En vrai : un réseau de neurones sur les noyaux de XNNPACK et une équipe de threads. Les images qui arrivent pendant ' +
        'ce temps tombent : la plus récente l’emporte.',
      track:
        'Les bons de commande : lequel de ces haricots est celui d’avant ? En vrai : chaque cadre reçoit l’identité de son objet, par le ' +
        'mouvement et le recouvrement, et la garde d’image en image.',
      render:
        'Le passe : chaque assiette est dressée et part aussitôt, avec les bons les plus récents avancés à son heure. En vrai : cadres, ' +
        'noms et traînées sont dessinés au rythme de la caméra, quelle que soit la durée de la détection.',
    },
  },

  help: {
    title: 'Clavier',
    keys: { pause: 'Espace', snapshot: 's', record: 'r', xray: 'x', help: '?' },
    close: 'Fermer',
  },

  said: {
    notices: 'Messages',
    linkCopied: 'Le lien a été copié.',
    diagnosticsCopied: 'Le diagnostic a été copié.',
    copyRefused: 'Le navigateur n’a pas permis la copie ; le texte a été enregistré dans un fichier.',
    kept: 'C’est gardé : tout marche maintenant sans réseau.',
    nothing: 'Rien en vue',
    dismiss: 'Fermer ce message',
    and: ', ',
  },

  isolation: {
    insecure: 'la page est venue en http d’une autre machine. Ouvrez-la en https, ou sur cette machine même',
    framed: 'la page se trouve dans le cadre d’une autre. Ouvrez-la dans une fenêtre à elle',
    'no-service-worker':
      'son hôte n’envoie pas les en-têtes d’isolation et ce navigateur n’a pas de service worker ici (fenêtre privée ?). Prenez une fenêtre normale',
    'worker-failed':
      'son hôte n’envoie pas les en-têtes d’isolation et le service worker qui les ajouterait n’a pas démarré. Rechargez, ou servez-la avec script/demo',
    'not-granted': 'le navigateur ne lui donne pas de mémoire partagée. Rechargez une fois, ou servez-la avec script/demo',
  },

  notices: {
    newVersion: 'Une version plus récente de cette page est prête.',
    parameters: (list) => `L’adresse contient ce que cette page ne connaît pas et qui a été ignoré : ${list}.`,
    noIsolation: (why) => `Cette page travaille avec un seul cuisinier, car ${why}.`,
    noThreads:
      'Cette page travaille avec un seul cuisinier, car ce navigateur n’a pas les threads de WebAssembly. Un navigateur plus récent ira plus vite.',
    noSimd:
      'Cette page travaille avec de simples couteaux, car ce navigateur n’a pas le SIMD de WebAssembly. Un navigateur plus récent ira bien plus vite.',
    nothingRuns:
      'Ce navigateur n’a ni SIMD ni mémoire partagée pour WebAssembly : le moteur ne peut pas y tourner. Essayez un navigateur plus récent.',
    variantFailed: (variant, reason, instead) =>
      `Le moteur « ${variant} » ne s’est pas chargé (${reason}) ; « ${instead} » tourne à sa place.`,
    wishImpossible: (variant, why, instead) =>
      `« ${variant} » ne peut pas tourner ici : ${why}. « ${instead} » tourne à sa place.`,
    modelAbsent: (model, instead) =>
      `Les fichiers de ${model} ne sont pas sur ce site ; ${instead} tourne à sa place. script/demo apporte les deux.`,
    int8Absent: (model) =>
      `Les poids int8 de ${model} ne sont pas sur ce site ; il calcule donc en flottants. script/demo --int8 les apporte.`,
    int8Failed: (model, reason) =>
      `Les poids int8 de ${model} n’ont pas pu être chargés (${reason}) ; il calcule donc en flottants. Rechargez la page, ou vérifiez que le site est complet.`,
    noModel: (reason) => `Aucun modèle n’a pu être chargé (${reason}). Rechargez la page, ou vérifiez que le site est complet.`,
    opening: {
      insecure: () => 'Les caméras exigent une page sûre. Ouvrez celle-ci en https ou sur localhost, ou prenez une autre source.',
      'camera-absent': () => 'Aucune caméra n’a été trouvée. Branchez-en une et réessayez, ou prenez une autre source.',
      'camera-denied': () =>
        'La caméra ne peut pas servir, car l’autorisation a été refusée. Autorisez-la dans la barre d’adresse et réessayez, ou prenez une autre source.',
      'camera-busy': () =>
        'La caméra ne peut pas être lue ; un autre programme s’en sert peut-être. Fermez-le et réessayez, ou prenez une autre source.',
      'screen-denied': () => 'L’écran n’est pas partagé, car cela n’a pas été autorisé. Réessayez, ou prenez une autre source.',
      'screen-unsupported': () =>
        'Ce navigateur ne partage pas d’écran, comme sur la plupart des téléphones. Prenez une autre source.',
      'file-unplayable': (_, name) =>
        `Ce navigateur ne sait pas lire « ${name} ». Essayez un autre fichier, ou un autre format comme MP4 ou WebM.`,
      'file-unreadable': (reason, name) => `« ${name} » ne peut pas être lu (${reason}). Essayez un autre fichier.`,
      failed: (reason) => `La source ne peut pas être ouverte : ${reason}`,
    },
    cameraLost: 'La caméra est perdue : débranchée ou retirée. Rebranchez-la et réessayez, ou prenez une autre source.',
    screenEnded: 'Le partage d’écran est terminé. Partagez-le de nouveau, ou prenez une autre source.',
    sampleAbsent: 'La vidéo d’exemple ne fait pas partie de ce site. La scène de synthèse, si ; script/demo apporte l’exemple.',
    fileEnded: 'C’était la dernière image.',
    broken: (reason) => `Le moteur s’est arrêté : ${reason}`,
    outOfReach: (wanted, size, ms) =>
      `${wanted} détections par seconde sont hors de portée : même une entrée de ${size} pixels prend ${ms} ms. Demandez-en moins, ou ` +
      'donnez au détecteur plus de cuisiniers ou des couteaux plus tranchants.',
    recordEmpty:
      'Rien n’a été enregistré : le navigateur n’a donné aucune image pendant ce temps. Enregistrez plus longtemps, ou essayez un autre navigateur.',
    recordImpossible: (reason) => `Ce navigateur ne peut pas enregistrer l’image : ${reason}`,
    failed: (reason) => `Cela n’a pas marché : ${reason}`,
  },
  actions: {
    reload: 'Recharger',
    retry: 'Réessayer',
    again: 'Recommencer',
    sample: 'Lire l’exemple',
    synthetic: 'Scène de synthèse',
    camera: 'Utiliser ma caméra',
  },
};
