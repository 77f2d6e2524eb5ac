/// The French words, without accents.
enum FrenchWords {
    static let rows: [SpokenLexicon.Row] = .all(
        codeWords, names, letterNames, homophones, numbers, spelling, passing, corrections, contexts
    )

    static let issuers: [(code: String, names: String)] = [
        ("CA-BC", "colombie britannique"), ("CA-NB", "nouveau brunswick"), ("CA-NS", "nouvelle ecosse"), ("CA-NL", "terre neuve"),
        ("CA-PE", "ile du prince edouard"), ("CA-NT", "territoires du nord ouest"), ("US-CA", "californie"), ("US-FL", "floride"),
        ("US-PA", "pennsylvanie"), ("US-LA", "louisiane"), ("US-GA", "georgie"), ("US-NC", "caroline du nord"),
        ("US-SC", "caroline du sud"),
        ("US-ND", "dakota du nord"), ("US-SD", "dakota du sud"), ("US-VA", "virginie"),
        ("US-WV", "virginie occidentale,virginie de ouest"),
        ("US-NM", "nouveau mexique"), ("US-HI", "hawai"), ("US-ME", "maine"), ("US-NY", "new york,etat de new york"),
        ("US-DC", "district de columbia"),
        ("MX-CMX", "mexico,ville de mexico"),
    ]

    private static let codeWords: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(.codeWord, InternationalWords.letters)
        + [SpokenLexicon.Row].moreLetters(
            .codeWord, ["E eko", "U uniforme", "N novembre", "I inde", "X x rays,rayon x,rayons x", "C charly"])

    private static let names: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .name,
            [
                "anatole,anne,alain",
                "berthe,bernard,beatrice",
                "celestin,caroline,cecile,camille,claude",
                "desire,denise,daniel,david",
                "eugene,emile,elan,edouard",
                "francois,fernand",
                "gaston,georges,gerard,gabriel",
                "henri,helene",
                "irma,isabelle",
                "joseph,jean,jacques,julie",
                "kleber,karine",
                "louis,louise,laurent,lucie",
                "marcel,marie,michel",
                "nicolas,noemie,nathalie",
                "oscar,olivier,odette",
                "pierre,paul,pascal,philippe",
                "quintal,quentin",
                "raoul,robert,roger",
                "suzanne,simon,sophie",
                "therese,thomas,thierry",
                "ursule,ulysse",
                "victor,vincent",
                "william",
                "xavier",
                "yvonne,yves",
                "zoe,zacharie",
            ])

    private static let letterNames: [SpokenLexicon.Row] =
        [SpokenLexicon.Row].letters(
            .letterName,
            [
                "", "b,be,bee", "c,ce,cee", "d,dee", "e,euh e", "f,effe,ef", "g,ge,jay", "h,ache,hache", "i", "j,ji,gi", "k,ka",
                "l,elle,el", "m,emme,em,aime", "n,enne,haine",
                "o", "p,pe,pee", "q,ku,cu,qu", "r,erre,er,ere", "s,esse,es", "t,te,tee", "u", "v,ve,vee",
                "w,double ve,double v,double vee,doubleve", "x,ixe,ix", "y grec,i grec,igrec,ygrec,i grecque", "z,zede,zed",
            ])

    private static let homophones: [SpokenLexicon.Row] = .all(
        .homophones(
            .rare,
            ["A ah,as", "K cas", "O oh,eau,au,haut", "P paix", "Q cul", "R air", "T the", "6 sis,si", "8 huitre", "2 deu", "5 saint"]),
        .homophones(.common, ["A a", "C ces,ses,sait", "D de,des", "E eux,heu", "G ai,jai", "U eu", "Y y", "1 une", "7 cet,cette"])
    )

    private static let numbers: [SpokenLexicon.Row] = .all(
        .numbers(from: 0, SpokenNumber.unit, ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]),
        .numbers(
            from: 10, SpokenNumber.teen,
            ["dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix sept,dixsept", "dix huit,dixhuit", "dix neuf,dixneuf"]),
        .numbers(
            from: 2, { .tens($0 * 10, takesTeens: $0 == 6) }, ["vingt", "trente", "quarante", "cinquante", "soixante", "septante"]),
        [
            SpokenLexicon.Row(.number(.tens(80, takesTeens: true)), "quatre vingt,quatre vingts"),
            SpokenLexicon.Row(.number(.tens(80, takesTeens: false)), "huitante,octante"),
            SpokenLexicon.Row(.number(.tens(90, takesTeens: false)), "nonante"),
            SpokenLexicon.Row(.number(.hundred(standsAlone: true)), "cent,cents"),
            SpokenLexicon.Row(.number(.thousand(standsAlone: true)), "mille"),
            SpokenLexicon.Row(.numberJoiner, "et"),
            SpokenLexicon.Row(.times(2), "double,deux fois"),
            SpokenLexicon.Row(.times(3), "triple,trois fois"),
            SpokenLexicon.Row(.times(4), "quadruple"),
        ]
    )

    private static let spelling: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(.spelling(isStrict: false), "comme dans,comme,comme dans le mot"),
        SpokenLexicon.Row(.spelling(isStrict: true), "de,pour"),
        SpokenLexicon.Row(.article, "le,la,un,une"),
    ]

    private static let passing: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.filler),
            """
            euh,heu,hum,ben,bon,alors,donc,oui,ouais,voila,bonjour,bonsoir,salut,merci,il vous plait,sil vous plait,svp,tiret,trait union,espace,point,virgule,barre,\
            lettre,lettres,numero,numeros,chiffre,chiffres,ensuite,puis,et puis,suivi de,majuscule,un instant,une seconde,attendez un instant,ok,okay,accord,au revoir,\
            monsieur,madame,hm,mm
            """),
        SpokenLexicon.Row(
            .passing(.soft), "le,la,les,est,sont,est la,est le,dit,lit,commence par,finit par,premier,dernier,derniere,et,qui"),
        SpokenLexicon.Row(
            .passing(.cue),
            "plaque,plaques,immatriculation,plaque immatriculation,matricule,numero de plaque,la plaque,plaque de,plaque du"),
        SpokenLexicon.Row(.passing(.request), "cherche,chercher,verifier,verifiez,verifie,consulter,regarder"),
    ]

    private static let corrections: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .correction(.replacement),
            """
            non,non non,pardon,non pardon,desole,desolee,excusez moi,excuse moi,je veux dire,je voulais dire,enfin,plutot,ou plutot,attendez,attends,non attendez,non attends,\
            correction,je corrige,encore,encore une fois,je repete,a nouveau,de nouveau,je me suis trompe,je me trompe
            """),
        SpokenLexicon.Row(
            .correction(.scratch),
            "oublie ca,oubliez ca,annule ca,annulez ca,efface ca,effacez ca,rayez ca,ce est pas ca,est pas ca,oubliez,annulez,est faux"),
        SpokenLexicon.Row(
            .correction(.restart),
            "je recommence,recommence,recommencons,on recommence,je reprends,depuis le debut,du debut,reprenons,recommencer"),
        SpokenLexicon.Row(.correction(.denial), "pas,non pas,et non,et pas,pas un,pas une"),
    ]

    private static let contexts: [SpokenLexicon.Row] = [
        SpokenLexicon.Row(
            .passing(.measure),
            "personnes,hommes,femmes,agents,policiers,voitures,camions,autos,minutes,minute,heures,heure,jours,ans,rues,milles,kilometres,metres,portes,gars,fois"
        ),
        SpokenLexicon.Row(.passing(.label), "sortie,autoroute,route,chambre,appartement,ligne,option,poste,rue,a,vers"),
        SpokenLexicon.Row(.place, "a,au,en,dans,pres de,vers,suis en,suis au,suis a,habite en,habite au,appelle de"),
        SpokenLexicon.Row(.street, "avenue,rue,boulevard"),
        SpokenLexicon.Row(.make, "dodge,chevrolet,gmc,toyota,ford,jeep,rue,avenue,ram,nissan"),
        SpokenLexicon.Row(
            .passing(.ordinary),
            """
            allo,au,aussi,avec,avez,avoir,aider,bien,blanc,blanche,bleu,bleue,ca,camion,camionnette,car,ce,cela,comment,dans,dehors,devant,du,elles,en,encore,entre,entend,entendez,entendre,etait,\
            etaient,ete,etes,etre,faire,fait,faut,fois,gens,gris,grise,ici,ils,il,jamais,je,jour,juste,leur,lui,maintenant,mais,me,meme,merci,moi,mon,ma,mes,ne,noir,noire,nous,on,ont,ou,par,\
            parce,parler,pas,peu,peut,peux,plus,police,pour,pourquoi,pouvez,pris,quand,que,quel,quelle,quelquun,quelque,quelques,quoi,rien,rouge,route,rue,sa,sans,se,ses,si,soir,son,sous,suis,\
            sur,temps,toi,toujours,tout,tous,toute,tres,tu,un,une,va,veux,vers,vert,verte,vite,voir,voiture,voitures,vois,vos,votre,voudrais,vous,vrai,vu,aujourdhui,hier,matin,ai,aide,\
            besoin,demain,etat,etat de,nuit,numero de telephone,telephone
            """),
    ]
}
