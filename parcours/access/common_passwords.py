"""Words that passwords are made of too often, French ones first.

A password is refused when nothing much is left of it once these words, digits and
signs are taken away: `Motdepasse2024!` is the word below and a year.
Small letters, no accents, three letters at least.
"""

_TEXT = """
motdepasse mdp passe password passwd passw pass secret administrateur administrator
admin root azerty azertyuiop qsdfghjklm wxcvbn qwerty qwertyuiop qwertz asdfghjkl
zxcvbnm asdf qsdf wxcv zaqxsw aqwzsx bonjour bonsoir coucou salut bienvenue welcome
hello
soleil lune etoile doudou chouchou cheri cherie chocolat nutella caramel vanille fraise
loulou loulette minou minette chaton chat chien lapin nounours ourson papillon dauphin
tigre lion panda princesse prince princess reine amour jetaime jtaime iloveyou
love bisous bisou coeur mamour monamour monange ange angel bebe maman papa mamie papi
famille enfant soleiletlune france francais paris marseille lyon toulouse nantes
strasbourg montpellier bordeaux lille rennes reims grenoble dijon angers nimes
bretagne normandie provence alsace corse vive vivelafrance football foot rugby tennis
basket psg parissg olympique olympiquedemarseille allezlom allez champion zidane mbappe
ronaldo messi neymar juventus barcelona liverpool chelsea arsenal pokemon pikachu
naruto dragonball starwars superman batman spiderman master monkey dragon shadow
sunshine summer winter spring autumn ete hiver printemps automne janvier fevrier mars
avril mai juin juillet aout septembre octobre novembre decembre january february march
april june july august september october november december lundi mardi mercredi jeudi
vendredi samedi dimanche monday friday sunday aujourdhui demain toujours jamais
camille nicolas julien thomas alexandre antoine maxime kevin lucas hugo louis leo emma
manon lea chloe marie sarah laura julie pauline caroline celine isabelle nathalie
sandrine stephane olivier philippe christophe pierre jean michel daniel michael jessica
jennifer jordan charlie matrix computer ordinateur internet facebook google windows
microsoft apple samsung iphone android wifi freebox livebox orange bouygues sfr
changeme changezmoi changer modifier defaut default guest invite user utilisateur
test testing tester demo temporaire temp provisoire nouveau nouvelle login connexion
compte identifiant letmein trustno access acces merci mercibeaucoup svp
football superhero jesus dieu allah bismillah inshallah hamdoulah abcd abcdef abcdefgh
parcours territoire jeunesse jeune jeunes mairie ville commune quartier mission
missionlocale locale college lycee ecole prevention educateur educatrice conseiller
conseillere association contratdeville contrat insertion chantier emploi formation
vacances noel anniversaire mariage liberte egalite fraternite republique
unbelievable thunderbird newcastle rush qazwsx qazwsxedc rfv tgb noob incorrect
ninja killer hunter soccer baseball cheese pepper cookie flower ginger
"""
COMMON_WORDS = frozenset(_TEXT.split())
