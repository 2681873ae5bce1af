import type { Rules } from '../language/grammar.ts';

/** A few conversations in Spanish, German and French: rules `<code>.ask`, `<code>.answer`, `<code>.thanks` and so on. */
export const LANGUAGES: Rules = {
  'es.ask': `
    [hola, |buenas tardes, |buenos días, ]¿dónde está mi pedido {$order}?
    [hola, ]el {$noun} llegó (roto|dañado|con un golpe) y (quiero|quisiera|me gustaría) una solución
    no puedo entrar en mi cuenta, (he olvidado|perdí) la contraseña
    ¿cuánto (tarda|cuesta) el envío a {$city}?
    quiero cancelar mi suscripción {$plan}[, por favor]
    [buenas, ]necesito la factura del pedido {$order}
    la aplicación no (funciona|abre|carga|se actualiza) en mi (móvil|tableta|portátil) desde (ayer|el lunes|esta mañana|la semana pasada)
    ¿puedo cambiar la dirección a {$newAddress}?
    llevo (una semana|diez días|mucho tiempo|tres días) esperando (el paquete|el pedido {$order}|mi {$noun})`,
  'es.answer': `
    hola {$first}, tu pedido {$order} está en camino con {$carrier} y llega el {$eta}
    lo siento mucho. hemos registrado el caso como {$ticket} y te escribiremos a {$email}
    gracias por escribirnos. el envío cuesta {$shipfee} y tarda {$shipdays} días
    claro que sí, encontrarás esa opción en {$menu}
    he pasado tu mensaje a un compañero que habla español`,
  'es.thanks': `
    gracias
    muchas gracias
    vale, gracias
    perfecto, muy amable
    de acuerdo, espero entonces`,
  'es.bye': `
    de nada, {$first}
    ¡gracias a ti!
    un saludo`,
  'de.ask': `
    [hallo, |guten Tag, |moin, ]wo bleibt meine Bestellung {$order}?
    [hallo, ](der|das|mein) {$noun} ist (kaputt|beschädigt|defekt) angekommen
    ich komme nicht mehr in mein Konto, (Passwort vergessen|das Passwort stimmt angeblich nicht)
    was kostet der Versand nach {$city}?
    ich möchte {$plan} (kündigen|zum Monatsende kündigen|pausieren)
    [guten Abend, ]bitte schicken Sie mir die Rechnung zu {$order}
    die App stürzt seit (gestern|Montag|dem Update|heute früh|letzter Woche) (ständig|dauernd|beim Start|auf meinem {device}) ab
    wir sind umgezogen, neue Adresse: {$newAddress}
    seit (einer Woche|zehn Tagen|vorgestern) tut sich bei (der Sendung|{$order}|meinem Paket) nichts`,
  'de.answer': `
    hallo {$first}, die Bestellung {$order} ist mit {$carrier} unterwegs und kommt voraussichtlich am {$eta}
    das tut mir leid. ich habe dazu {$ticket} angelegt, Sie bekommen Antwort an {$email}
    der Versand kostet {$shipfee} und dauert etwa {$shipdays} Werktage
    gern, das finden Sie unter {$menu}
    ich gebe das an eine Kollegin weiter, die Deutsch spricht`,
  'de.thanks': `
    danke
    vielen Dank
    super, danke schön
    alles klar
    na gut, dann warte ich`,
  'de.bye': `
    gern geschehen, {$first}
    schönen Tag noch
    viele Grüße`,
  'fr.ask': `
    [bonjour, |bonsoir, |salut, ]où est ma commande {$order} ?
    [bonjour, ]le {$noun} est arrivé (cassé|abîmé|en morceaux)
    je n’arrive plus à me connecter, (mot de passe oublié|le lien ne marche pas|le code n’arrive pas)[, {$email}]
    quels sont les frais de port pour {$city} ?
    je voudrais (résilier|arrêter|suspendre) mon abonnement {$plan}
    [bonjour, ]pouvez-vous m’envoyer la facture {$invoice} ?
    l’application (plante|se ferme|ne s’ouvre plus) depuis (hier|lundi|la mise à jour|ce matin)[ sur mon {device}]
    j’ai déménagé, ma nouvelle adresse : {$newAddress}`,
  'fr.answer': `
    bonjour {$first}, votre commande {$order} est en route avec {$carrier}, livraison prévue le {$eta}
    je suis désolé. j’ai créé le dossier {$ticket}, vous recevrez une réponse à {$email}
    la livraison coûte {$shipfee} et prend {$shipdays} jours
    bien sûr, vous trouverez cela sous {$menu}
    je transmets votre message à une collègue francophone`,
  'fr.thanks': `
    merci
    merci beaucoup
    parfait, merci
    d’accord, j’attends`,
  'fr.bye': `
    je vous en prie, {$first}
    bonne journée
    à bientôt`,
};
